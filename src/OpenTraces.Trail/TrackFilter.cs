namespace OpenTraces.Trail;

/// <summary>Which of all patches are tracked. What is set must hold together; the default tracks all.</summary>
public sealed record TrackFilter
{
    /// <summary>One patch: its id, or the beginning of it, 8 digits or more. Its file need not be one of the repository.</summary>
    public string? PatchId { get; init; }

    /// <summary>The patch of one anchor: <see cref="PatchAnchor.AnchorId"/>, or the beginning of it, 8 digits or more.</summary>
    public string? AnchorId { get; init; }

    /// <summary>
    /// Patches made at that time or later. A patch without a time counts as made when its session ended, and is left out when that
    /// is not known either.
    /// </summary>
    public DateTimeOffset? Since { get; init; }
}
