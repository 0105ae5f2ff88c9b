using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Events;
using OpenTraces.Bucket.Upkeep.Marking;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep.Repairing;

/// <summary>
/// Files of traces that tell of an event which the log does not have, though it is whole: it lost its end, and was written to before
/// that was noticed. What they tell and the log does not is said again, as far as it is there.
/// </summary>
internal sealed class StrayEnvelopes(BucketParts parts)
{
    private readonly HeldTraces _traces = new(parts.Log);
    private readonly ReferenceWalker _walker = new(parts.Blobs, parts.Reader);

    /// <summary>The traces of which something was said again; every such file is then out of the way.</summary>
    public async ValueTask<IReadOnlyList<TraceId>> SayAgainAsync(CancellationToken cancellationToken)
    {
        var again = new List<TraceId>();
        foreach (var id in parts.Envelopes.List().ToList())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (parts.Envelopes.Read(id) is not { } held || await parts.Ledger.HasEventAsync(held, cancellationToken).ConfigureAwait(false))
                continue;
            var (now, sequence) = await _traces.FindLatestAsync(id, cancellationToken).ConfigureAwait(false);
            var drafts = await DraftAsync(now, held.Envelope, cancellationToken).ConfigureAwait(false);
            if (drafts.Count > 0)
            {
                await parts.Log.AppendAsync(drafts, new Dictionary<TraceId, long> { [id] = sequence }, cancellationToken).ConfigureAwait(false);
                again.Add(id);
            }

            if (now is { IsForgotten: true } || held.Envelope.IsForgotten)
                parts.Envelopes.Delete(id);
            else
                parts.Envelopes.PutAside(id);
        }

        return again;
    }

    private async ValueTask<List<EventDraft>> DraftAsync(Envelope? now, Envelope wanted, CancellationToken cancellationToken)
    {
        var id = wanted.Key.ToTraceId();
        if (now is { IsForgotten: true })
            return [];
        if (wanted.IsForgotten)
            return [TraceEvents.Forget(id, now ?? wanted)];
        var drafts = new List<EventDraft>();
        var known = (now?.Generations ?? []).ToDictionary(SourcesOf, g => g.Index, StringComparer.Ordinal);
        foreach (var generation in wanted.Generations)
        {
            if (known.ContainsKey(SourcesOf(generation)) || !await IsThereAsync(wanted, generation, cancellationToken).ConfigureAwait(false))
                continue;
            var index = known.Count + 1;
            var extends = generation.Extends.Select(e => known.GetValueOrDefault(SourcesOf(wanted.Generations[e - 1]))).Where(e => e > 0);
            drafts.Add(TraceEvents.Ingest(wanted.Key, generation with { Index = index, Extends = [.. extends] }, []));
            known.Add(SourcesOf(generation), index);
        }

        foreach (var (repository, overlay) in wanted.Trails)
        {
            if (known.Count > 0 && now?.Trails.Any(t => t.Key == repository) != true && parts.Blobs.Catalog.TryFindGood(overlay, out _))
                drafts.Add(TraceEvents.SetTrail(id, repository, overlay));
        }

        return drafts;
    }

    private async ValueTask<bool> IsThereAsync(Envelope trace, Generation generation, CancellationToken cancellationToken)
    {
        var isThere = true;
        await _walker.WalkAsync(
            trace with { Generations = [generation], Trails = [] }, _ => isThere, (_, _) => isThere = false, cancellationToken).ConfigureAwait(false);
        return isThere;
    }

    private static string SourcesOf(Generation generation) =>
        string.Join('\n', generation.Sources.OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => $"{s.Name} {s.Address} {s.Length}"));
}
