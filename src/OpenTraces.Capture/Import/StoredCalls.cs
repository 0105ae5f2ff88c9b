using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Import;

/// <summary>What the generations of a stored trace hold of its calls.</summary>
internal static class StoredCalls
{
    /// <summary>
    /// In the order they became known, a call once or more often. One generation is not enough: where the session was rewound and the log
    /// is gone, a later one lacks what an earlier one holds, and the session may come back.
    /// </summary>
    public static async ValueTask<IReadOnlyList<CallChanges>> ReadAsync(ITraceStore store, TraceId trace, CancellationToken cancellationToken)
    {
        var found = new List<CallChanges>();
        var generations = (await store.FindSummaryAsync(trace, cancellationToken).ConfigureAwait(false))?.Generations ?? 0;
        byte[] before = [];
        for (var generation = 1; generation <= generations; generation++)
        {
            var held = await store.OpenRawAsync(trace, generation, CallLog.SourceName, cancellationToken).ConfigureAwait(false);
            if (held is null)
                continue;
            var bytes = await ReadAsync(held, cancellationToken).ConfigureAwait(false);
            // Most go on where the one before ended.
            found.AddRange(CallLog.Parse(bytes.AsSpan(bytes.AsSpan().StartsWith(before) ? before.Length : 0)));
            before = bytes;
        }

        return found;
    }

    private static async ValueTask<byte[]> ReadAsync(Stream held, CancellationToken cancellationToken)
    {
        await using (held.ConfigureAwait(false))
        {
            using var bytes = new MemoryStream();
            await held.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
            return bytes.ToArray();
        }
    }
}
