using OpenTraces.Schema;

namespace CustomHarness;

/// <summary>A tool call that may still be answered.</summary>
internal sealed class OpenCall
{
    public required string Id { get; init; }

    public required string Tool { get; init; }

    public RawJson Input { get; init; }

    public bool IsAnswered { get; set; }

    public string? Output { get; set; }

    public string? Error { get; set; }
}
