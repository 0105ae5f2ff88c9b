namespace OpenTraces.Trail.Survival;

/// <summary>What became of a tracked patch.</summary>
internal sealed record PatchFate
{
    public required SurvivalState State { get; init; }

    public int LinesAlive { get; init; }

    public string? CurrentPath { get; init; }

    /// <summary>The number of the commit that ended it.</summary>
    public int? EndedBy { get; init; }

    /// <summary>Where its lines are: path, line, patch line.</summary>
    public IReadOnlyList<(string Path, int Line, int PatchLine)> Places { get; init; } = [];
}
