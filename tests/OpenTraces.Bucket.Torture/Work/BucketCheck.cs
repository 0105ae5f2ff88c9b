using OpenTraces.Schema;

namespace OpenTraces.Bucket.Torture.Work;

/// <summary>What must hold of a bucket whatever was done to its writers.</summary>
public static class BucketCheck
{
    /// <summary>
    /// Opens a bucket and reads all of it: the chain from 1 to its head; every trace an event names, in the list and by
    /// itself, and none that was forgotten; every acknowledged source with its digest; and, when it may write, a search index that has caught up.
    /// </summary>
    /// <returns>The number of traces and of events.</returns>
    /// <exception cref="TortureFailureException">One of these does not hold.</exception>
    public static async Task<(int Traces, long Events)> RunAsync(
        string path, IReadOnlyCollection<Acknowledgement> acknowledged, IReadOnlyCollection<TraceId> trails,
        IReadOnlyDictionary<TraceId, bool> forgotten, SessionCache sessions, bool readOnly)
    {
        try
        {
            await using var bucket = await TraceBucket.OpenAsync(path, new BucketOptions { ReadOnly = readOnly });
            var (named, head) = await ReadChainAsync(bucket);
            var check = new TraceCheck(bucket, sessions);
            var held = new Dictionary<TraceId, Dictionary<(int, string), (long, ContentHash)>>();
            await foreach (var summary in bucket.ListAsync())
                held[summary.TraceId] = await check.RunAsync(summary);
            if (!named.SetEquals(held.Keys))
                throw new TortureFailureException($"The log names {named.Count} traces, and the list has {held.Count}, {named.Count(held.ContainsKey)} of them.");
            if (forgotten.FirstOrDefault(f => f.Value && held.ContainsKey(f.Key)) is { Value: true } back)
                throw new TortureFailureException($"Forgotten, and held: trace {back.Key}");
            foreach (var one in acknowledged.Where(a => held.ContainsKey(a.Trace) || !forgotten.ContainsKey(a.Trace)))
            {
                if (!held.TryGetValue(one.Trace, out var sources) || !sources.TryGetValue((one.Generation, one.Source), out var found))
                    throw new TortureFailureException($"Acknowledged and not held: {one}");
                if (found != (one.Length, one.Hash))
                    throw new TortureFailureException($"Acknowledged, and held otherwise ({found}): {one}");
            }

            foreach (var trace in trails.Where(t => held.ContainsKey(t) || !forgotten.ContainsKey(t)))
            {
                if (await bucket.FindAsync(trace) is not { } record || (record.Patches.Count > 0 && record.GitLinks.Count == 0))
                    throw new TortureFailureException($"The acknowledged trail of trace {trace} is not held.");
            }

            if (!readOnly)
                await CheckIndexAsync(bucket, head);
            if (!readOnly && (await bucket.VerifyAsync(new VerifyOptions { Threads = 1 })).Issues is [var issue, ..])
                throw new TortureFailureException($"A verification finds {issue.Kind} in {issue.Path} at {issue.Offset}, {issue.Address}: {issue.Message}");
            return (held.Count, head);
        }
        catch (OpenTracesException e)
        {
            throw new TortureFailureException($"'{path}' cannot be read: {e.Code}: {e.Message}", e);
        }
    }

    private static async Task<(HashSet<TraceId> Traces, long Head)> ReadChainAsync(TraceBucket bucket)
    {
        var traces = new HashSet<TraceId>();
        var head = 0L;
        await foreach (var one in bucket.ReadEventsAsync())
        {
            if (one.Sequence != ++head)
                throw new TortureFailureException($"Event {one.Sequence} stands where event {head} must.");
            if (one.TraceId is not { } trace)
                continue;
            if (one.Kind == "trace_forgotten")
                traces.Remove(trace);
            else
                traces.Add(trace);
        }

        return (traces, head);
    }

    private static async Task CheckIndexAsync(TraceBucket bucket, long head)
    {
        var freshness = (await bucket.SearchAsync(new SearchQuery { Text = "parser", Limit = 1 })).Freshness;
        if (freshness.Stale || freshness.IndexedThrough != head)
            throw new TortureFailureException($"The index ends at event {freshness.IndexedThrough} of {head}: {freshness.StaleReason}.");
    }
}
