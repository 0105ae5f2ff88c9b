using System.Collections.Immutable;

namespace OpenTraces.Trail.Survival;

/// <summary>The followed lines in one commit's tree. Versions share what did not change between them.</summary>
internal sealed record VersionState(
    ImmutableDictionary<string, LineSpot[]> Alive, ImmutableDictionary<(int Patch, int PatchLine), LineDeath> Dead)
{
    public static VersionState Empty { get; } = new(
        ImmutableDictionary.Create<string, LineSpot[]>(StringComparer.Ordinal), ImmutableDictionary<(int, int), LineDeath>.Empty);

    /// <summary>Files that were deleted, by the id of their content, with the lines that went: the same content may come back.</summary>
    public ImmutableDictionary<string, LineSpot[]> Deleted { get; init; } = ImmutableDictionary.Create<string, LineSpot[]>(StringComparer.Ordinal);

    public VersionState With(string path, IEnumerable<LineSpot> spots)
    {
        var all = Alive.TryGetValue(path, out var held) ? held.Concat(spots) : spots;
        LineSpot[] sorted = [.. all.Distinct()];
        Array.Sort(sorted, (a, b) => (a.Line, a.Patch, a.PatchLine).CompareTo((b.Line, b.Patch, b.PatchLine)));
        return this with { Alive = Alive.SetItem(path, sorted) };
    }
}
