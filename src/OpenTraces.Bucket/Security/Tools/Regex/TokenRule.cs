using System.Buffers;

namespace OpenTraces.Bucket.Security;

/// <summary>A secret told by its first letters: a prefix and a run of token characters.</summary>
internal sealed record TokenRule(string Name, string[] Prefixes, SearchValues<char> Body, int MinLength)
{
    /// <summary>The whole length of the body where it is fixed; the run must then end there.</summary>
    public int? ExactLength { get; init; }

    /// <summary>True when the prefix also ends ordinary words (<c>task-</c>), so it must start one.</summary>
    public bool StartsWord { get; init; }

    /// <summary>True when the body also fits words joined by hyphens, so it must look random.</summary>
    public bool LooksRandom { get; init; }

    /// <summary>True when a body that begins with a placeholder word is none.</summary>
    public bool AllowsPlaceholders { get; init; }
}
