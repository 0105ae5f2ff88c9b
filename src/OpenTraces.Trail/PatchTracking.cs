namespace OpenTraces.Trail;

/// <summary>The fate of one patch.</summary>
public sealed record PatchTracking
{
    /// <summary>Where it landed.</summary>
    public required PatchAnchor Anchor { get; init; }

    /// <summary>Whether it is alive.</summary>
    public required SurvivalState State { get; init; }

    /// <summary>
    /// Lines of the patch still there. A line counts when its words are there, also laid out differently;
    /// <see cref="SurvivalState.AliveTransformed"/> says that they are.
    /// </summary>
    public required int LinesAlive { get; init; }

    /// <summary>Lines the patch brought in; of a file written whole over an old one, those that differ from the old.</summary>
    public required int LinesWritten { get; init; }

    /// <summary>Where the lines are now; null when they are gone.</summary>
    public string? CurrentPath { get; init; }

    /// <summary>The commit that ended it, where one did.</summary>
    public string? EndedBy { get; init; }
}
