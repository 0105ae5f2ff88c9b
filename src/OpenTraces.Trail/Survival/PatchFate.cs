namespace OpenTraces.Trail.Survival;

/// <summary>What became of a tracked patch.</summary>
internal sealed record PatchFate
{
    public required SurvivalState State { get; init; }

    public int LinesAlive { get; init; }

    public string? CurrentPath { get; init; }

    /// <summary>The number of the commit that ended it.</summary>
    public int? EndedBy { get; init; }

    /// <summary>
    /// For each line that landed and says something, the number of the commit that ended it; null while it is alive. A patch
    /// without lines counts as one. Lines of which neither is known are left out, such as all of a patch on another branch.
    /// </summary>
    public IReadOnlyList<int?> Ends { get; init; } = [];

    /// <summary>Where its lines are: path, line, patch line, and whether it was moved there.</summary>
    public IReadOnlyList<(string Path, int Line, int PatchLine, bool Moved)> Places { get; init; } = [];
}
