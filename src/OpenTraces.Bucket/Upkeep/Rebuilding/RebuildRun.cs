using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Ingest;
using OpenTraces.Bucket.Upkeep.Marking;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep.Rebuilding;

/// <summary>Makes derived parts again from what is canonical, through what the host has registered.</summary>
internal sealed class RebuildRun(
    BucketParts parts, ITraceStore store, IReadOnlyList<IRecordBuilder> builders, ITrailProjector? projector, IProgress<UpkeepProgress>? progress)
{
    private readonly SortedSet<TraceId> _skipped = [];
    private readonly SortedDictionary<TraceId, string> _failed = [];
    private int _records;
    private int _changed;
    private int _trails;

    public async ValueTask<RebuildReport> RunAsync(Substrates what, CancellationToken cancellationToken)
    {
        if (what.HasFlag(Substrates.Traces) && builders.Count == 0)
            throw Unregistered("traces", nameof(IRecordBuilder));
        if (what.HasFlag(Substrates.Trail) && projector is null)
            throw Unregistered("trail", nameof(ITrailProjector));
        var traces = new HeldTraces(parts.Log);
        var ids = (what & (Substrates.Traces | Substrates.Trail)) == 0
            ? []
            : await traces.ListAsync(0, cancellationToken).ConfigureAwait(false);
        var done = 0;
        await foreach (var (id, envelope) in traces.ReadAsync(ids, cancellationToken).ConfigureAwait(false))
        {
            if (what.HasFlag(Substrates.Traces))
                await RebuildTraceAsync(id, envelope, cancellationToken).ConfigureAwait(false);
            if (what.HasFlag(Substrates.Trail))
                await RebuildTrailAsync(id, cancellationToken).ConfigureAwait(false);
            progress?.Report(new UpkeepProgress("traces", ++done, ids.Count));
        }

        if (what.HasFlag(Substrates.Index))
            await parts.Indexer.RebuildAsync(parts.Locks, cancellationToken).ConfigureAwait(false);
        return new RebuildReport
        {
            Substrates = what,
            Records = _records,
            RecordsChanged = _changed,
            Trails = _trails,
            Index = what.HasFlag(Substrates.Index),
            Skipped = [.. _skipped],
            Failed = _failed,
        };
    }

    private static OpenTracesException Unregistered(string substrate, string contract) => new(OpenTracesErrorCode.Precondition,
        $"Rebuilding '{substrate}' needs an {contract}, and none is registered: set it in BucketOptions.");

    private async ValueTask RebuildTraceAsync(TraceId id, Envelope envelope, CancellationToken cancellationToken)
    {
        using var presence = await parts.BeginWritingAsync(cancellationToken).ConfigureAwait(false);
        foreach (var generation in envelope.Generations)
        {
            try
            {
                var sources = generation.Sources.Select(Open).ToList();
                if (await BuildAsync(envelope.Key, sources, cancellationToken).ConfigureAwait(false) is not { } trace)
                {
                    _skipped.Add(id);
                    return;
                }

                _records++;
                var run = new ReparseRun(parts.Blobs, parts.Log, parts.Ledger);
                if (await run.RunAsync(id, generation.Index, trace, cancellationToken).ConfigureAwait(false) is { } now)
                {
                    _changed++;
                    await parts.Indexer.AddAsync(now, document: null).ConfigureAwait(false);
                }
            }
            catch (OpenTracesException e) when (e.Code is OpenTracesErrorCode.StoreCorrupt or OpenTracesErrorCode.InvalidTrace)
            {
                _failed[id] = e.Message;
            }
        }
    }

    private RawSource Open(StoredSource source) => new()
    {
        Name = source.Name,
        Length = source.Length,
        Hash = source.Address,
        Open = () => parts.OpenSource(source),
    };

    private async ValueTask<CapturedTrace?> BuildAsync(TraceKey key, IReadOnlyList<RawSource> sources, CancellationToken cancellationToken)
    {
        foreach (var builder in builders)
        {
            if (await builder.BuildAsync(key, sources, cancellationToken).ConfigureAwait(false) is { } trace)
                return trace;
        }

        return null;
    }

    private async ValueTask RebuildTrailAsync(TraceId id, CancellationToken cancellationToken)
    {
        var overlays = await projector!.ProjectAsync(id, store, cancellationToken).ConfigureAwait(false);
        foreach (var overlay in overlays)
            await store.SetTrailAsync(id, overlay, cancellationToken).ConfigureAwait(false);
        if (overlays.Count > 0)
            _trails++;
    }
}
