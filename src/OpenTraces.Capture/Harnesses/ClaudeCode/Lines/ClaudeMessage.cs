using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Lines;

/// <summary>The <c>message</c> of a line: what goes over the API, one fragment of it.</summary>
internal sealed class ClaudeMessage
{
    /// <summary>The digest of the id; null for none and for an empty one.</summary>
    public UInt128? Id { get; set; }

    public string? Role { get; set; }

    public string? Model { get; set; }

    public string? StopReason { get; set; }

    /// <summary>Null when the line holds none.</summary>
    public TokenUsage? Usage { get; set; }

    /// <summary>False when there is no <c>content</c>, or it is neither text nor a list.</summary>
    public bool HasContent { get; set; }

    /// <summary>The content; text alone is one block.</summary>
    public List<ClaudeBlock> Blocks { get; } = [];

    /// <summary>A number two copies of the content share; 0 without content.</summary>
    public ulong ContentDigest { get; set; }

    /// <summary>Makes it as new.</summary>
    public void Clear()
    {
        Id = null;
        Role = Model = StopReason = null;
        Usage = null;
        HasContent = false;
        Blocks.Clear();
        ContentDigest = 0;
    }
}
