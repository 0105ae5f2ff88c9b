namespace OpenTraces.Trail.Replay;

/// <summary>A patch that the log is to tell, with the texts that it tells it with.</summary>
internal sealed record ReplayPatch
{
    public required PatchAnchor Anchor { get; init; }

    /// <inheritdoc cref="PatchMaterial.HunkIndex"/>
    public required int HunkIndex { get; init; }

    public required string FilePath { get; init; }

    public required string ToolCallId { get; init; }

    public required string CaptureMethod { get; init; }

    /// <summary>The lines put in, joined by line feeds, without one at the end.</summary>
    public required string AuthoredText { get; init; }

    public required IReadOnlyList<string> Limitations { get; init; }

    /// <summary>The path of the anchor; null where no commit took it.</summary>
    public required string? AnchorPath { get; init; }
}
