namespace OpenTraces.Trail.Git;

/// <summary>One file that differs between two trees.</summary>
internal sealed record FileChange
{
    /// <summary>As git prints it: <c>A</c>, <c>D</c>, <c>M</c>, <c>R</c> or <c>T</c>.</summary>
    public required char Status { get; init; }

    /// <summary>How alike a moved file's two versions are, 0 to 100.</summary>
    public int Similarity { get; init; }

    /// <summary>The path in the old tree; null when the file is new.</summary>
    public string? OldPath { get; init; }

    /// <summary>The path in the new tree; null when the file is gone.</summary>
    public string? NewPath { get; init; }

    public required string OldBlob { get; init; }

    public required string NewBlob { get; init; }

    /// <summary>Regular files and symbolic links have text; a submodule has none.</summary>
    public required bool IsFile { get; init; }

    /// <summary>In file order; empty when the content was not asked for, is binary, or did not change.</summary>
    public IReadOnlyList<DiffHunk> Hunks { get; init; } = [];

    /// <summary>The added lines where hashes were asked for.</summary>
    public IReadOnlyList<HashedLines> AddedHashes { get; init; } = [];

    /// <summary>How many lines were added, whether or not the content was asked for.</summary>
    public int AddedCount { get; init; }

    /// <summary>True when git calls one of the versions binary, so that it has no hunks.</summary>
    public bool IsBinary { get; init; }

    /// <summary>What was asked for of a binary file.</summary>
    public DiffText Asked { get; init; }
}
