using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Lines;

/// <summary>One content block of a message.</summary>
internal sealed class ClaudeBlock
{
    /// <summary>The block's <c>type</c>; <c>text</c> for a bare string, empty when it has none.</summary>
    public required string Kind { get; init; }

    /// <summary>The id of a call.</summary>
    public string? Id { get; set; }

    /// <summary>The tool of a call.</summary>
    public string? Name { get; set; }

    public RawJson Input { get; set; } = RawJson.EmptyObject;

    /// <summary>The call that a result answers.</summary>
    public string? ToolUseId { get; set; }

    public bool IsError { get; set; }

    /// <summary>Text, thinking, the text of a result, or what stands for an image or a document.</summary>
    public string? Text { get; set; }

    /// <summary>A number two copies of the block share.</summary>
    public ulong Digest { get; set; }

    /// <summary>True when thinking was signed, so that empty thinking is thinking withheld.</summary>
    public bool HasSignature { get; set; }
}
