using OpenTraces.Schema;

namespace OpenTraces.Trail;

/// <summary>A patch and the commit lines it was found in.</summary>
public sealed record PatchAnchor
{
    /// <summary>The patch.</summary>
    public required TracePatch Patch { get; init; }

    /// <summary>The full id of the commit; null when nothing was found.</summary>
    public string? Commit { get; init; }

    /// <summary>One of <see cref="EvidenceTier"/>'s values.</summary>
    public required string Tier { get; init; }

    /// <summary>True when the text is distinctive and unique; false for a provisional match.</summary>
    public required bool Firm { get; init; }

    /// <summary>The file in the commit, relative to the repository root; null when nothing was found.</summary>
    public string? Path { get; init; }

    /// <summary>The lines in the commit's version of the file, from 1; empty for a pure deletion.</summary>
    public IReadOnlyList<int> Lines { get; init; } = [];

    /// <summary>What limits the claim, as short names.</summary>
    public IReadOnlyList<string> Limitations { get; init; } = [];
}
