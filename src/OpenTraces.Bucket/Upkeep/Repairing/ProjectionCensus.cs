using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Index;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep.Repairing;

/// <summary>Which projections were whole before the bucket was opened: opening makes some of the others again, and a repair has to say so.</summary>
/// <param name="Envelopes">Traces whose envelope file could be read.</param>
/// <param name="Manifest">Whether there were counts.</param>
/// <param name="Index">Whether there was an index that SQLite finds nothing wrong with.</param>
internal sealed record ProjectionCensus(IReadOnlySet<TraceId> Envelopes, bool Manifest, bool Index)
{
    public static ProjectionCensus Take(StoreFiles files, string folder, BucketOptions options, CancellationToken cancellationToken)
    {
        SqliteProvider.Require();
        var locks = new LockWaiter(options.Clock, options.LockTimeout);
        var envelopes = new EnvelopeFiles(files, Path.Combine(folder, "traces"), locks);
        var whole = new HashSet<TraceId>();
        foreach (var id in envelopes.List())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (envelopes.Read(id) is not null)
                whole.Add(id);
        }

        using var connections = new IndexConnections(new IndexFolder(files, Path.Combine(folder, "index"), options.Clock), readOnly: true);
        return new ProjectionCensus(
            whole,
            new ManifestFile(files, folder, locks).Read() is not null,
            connections.FindDamage() is null && connections.Read(static _ => true, false));
    }
}
