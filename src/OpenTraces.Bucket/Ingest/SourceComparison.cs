using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Envelopes;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Ingest;

/// <summary>How the sources of a reading relate to those of the generations held.</summary>
internal sealed record SourceComparison
{
    /// <summary>A generation whose bytes equal the reading or begin with it.</summary>
    public Generation? Holder { get; private init; }

    /// <summary>True when <see cref="Holder"/>'s bytes equal the reading.</summary>
    public bool IsEqual { get; private init; }

    /// <summary>The generations whose bytes are the beginning of the reading, when none is equal to it.</summary>
    public IReadOnlyList<int> Extends { get; private init; } = [];

    /// <summary>The generations that begin with the reading, when none is equal to it.</summary>
    public IReadOnlyList<int> ExtendedBy { get; private init; } = [];

    /// <summary>By source name, the longest held source that is its beginning.</summary>
    public IReadOnlyDictionary<string, ContentHash> Beginnings { get; private init; } = new Dictionary<string, ContentHash>();

    public static async ValueTask<SourceComparison> RunAsync(
        IReadOnlyList<Generation> held, IReadOnlyList<RawSource> sources, IBlobStore blobs, CancellationToken cancellationToken)
    {
        if (held.FirstOrDefault(g => IsSame(g, sources)) is { } equal)
            return new SourceComparison { Holder = equal, IsEqual = true };
        if (held.Count == 0)
            return new SourceComparison();

        var relations = new Dictionary<string, SourceRelation>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            var known = held.SelectMany(g => g.Sources).Where(s => s.Name == source.Name).Distinct();
            relations[source.Name] = await SourceRelation.ComputeAsync(source, [.. known], blobs, cancellationToken).ConfigureAwait(false);
        }

        var holders = new List<Generation>();
        foreach (var generation in held)
        {
            if (await HoldsAsync(generation, relations, cancellationToken).ConfigureAwait(false))
                holders.Add(generation);
        }

        return new SourceComparison
        {
            Holder = holders.FirstOrDefault(),
            ExtendedBy = [.. holders.Select(g => g.Index)],
            Extends = [.. held.Where(g => g.Sources.All(s => relations.TryGetValue(s.Name, out var r) && r.BeginsWith(s))).Select(g => g.Index)],
            Beginnings = relations.Where(r => r.Value.LongestBeginning is not null)
                .ToDictionary(r => r.Key, r => r.Value.LongestBeginning!.Value.Address, StringComparer.Ordinal),
        };
    }

    private static bool IsSame(Generation generation, IReadOnlyList<RawSource> sources) => generation.Sources.Count == sources.Count
        && sources.All(s => generation.Sources.Any(h => h.Name == s.Name && h.Address == s.Hash && h.Length == s.Length));

    private static async ValueTask<bool> HoldsAsync(
        Generation generation, Dictionary<string, SourceRelation> relations, CancellationToken cancellationToken)
    {
        foreach (var (name, relation) in relations)
        {
            var source = generation.Sources.FirstOrDefault(s => s.Name == name);
            if (source.Name is null || !await relation.IsBeginningOfAsync(source, cancellationToken).ConfigureAwait(false))
                return false;
        }

        return true;
    }
}
