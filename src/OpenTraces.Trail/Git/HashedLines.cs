namespace OpenTraces.Trail.Git;

/// <summary>Added lines that follow each other, as hashes of <see cref="Text.LineText.Hash(string)"/>.</summary>
/// <param name="NewStart">The number of the first, from 1.</param>
/// <param name="Hashes">In order.</param>
internal sealed record HashedLines(int NewStart, ulong[] Hashes);
