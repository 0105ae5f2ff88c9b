namespace OpenTraces.Trail.Survival;

/// <summary>A patch to follow from the commit that accepted it.</summary>
internal sealed record TrackedPatch
{
    /// <summary>The commit's number in the history.</summary>
    public required int Commit { get; init; }

    public required string Path { get; init; }

    /// <summary>How many lines the patch brought in.</summary>
    public required int Written { get; init; }

    /// <summary>Lines of the commit's file and the patch line each carries.</summary>
    public IReadOnlyList<(int Line, int PatchLine)> Lines { get; init; } = [];

    /// <summary>Patch lines that say something; a blank or a brace that is left over keeps nothing alive.</summary>
    public IReadOnlySet<int> Telling { get; init; } = new HashSet<int>();

    /// <summary>The lines added and removed, by the numbers that <see cref="History.HunkSpan.AddedLines"/> uses.</summary>
    public int[] Added { get; init; } = [];

    /// <inheritdoc cref="Added"/>
    public int[] Removed { get; init; } = [];

    /// <summary>The commit holds the words laid out differently than the agent wrote them.</summary>
    public bool Relaid { get; init; }

    /// <summary>The patch takes its whole file away.</summary>
    public bool DeletesFile { get; init; }
}
