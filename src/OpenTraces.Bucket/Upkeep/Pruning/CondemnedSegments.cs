using System.Collections.Immutable;
using System.Text.Json;
using OpenTraces.Bucket.Blobs.Lookup;
using OpenTraces.Bucket.Events;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep.Pruning;

/// <summary>
/// Which segments are about to be deleted, as the log says: <c>segments_condemned</c> and <c>segments_deleted</c>. What only
/// such a segment holds is put again, so that nobody comes to need what is going away.
/// </summary>
internal sealed class CondemnedSegments(IEventLog log, BlobCatalog catalog) : IDisposable
{
    public const string Condemned = "segments_condemned";
    public const string Deleted = "segments_deleted";

    private readonly SemaphoreSlim _gate = new(1, 1);
    private long _seen;

    public static EventDraft Event(string kind, IEnumerable<string> segments) => new()
    {
        Kind = kind,
        Data = RawJson.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("segments"u8);
            foreach (var name in segments.Order(StringComparer.Ordinal))
                writer.WriteStringValue(name);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }),
    };

    /// <summary>Tells the blob store what the log says by now.</summary>
    public async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var head = await log.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
            if (head == _seen)
                return;
            var changes = new SortedDictionary<long, TraceEvent>();
            foreach (var kind in (string[])[Condemned, Deleted])
            {
                await foreach (var one in log.ReadKindAsync(kind, _seen, cancellationToken).ConfigureAwait(false))
                    changes.Add(one.Sequence, one);
            }

            // What is deleted is let go of before it stops being condemned: an open file of it can still be read, and what only
            // it holds would count as held.
            if (changes.Values.Any(c => c.Kind == Deleted))
                catalog.Refresh(cancellationToken);
            catalog.Condemned = changes.Values.Aggregate(catalog.Condemned, Apply);
            _seen = head;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private static ImmutableHashSet<string> Apply(ImmutableHashSet<string> before, TraceEvent one)
    {
        var names = Names(one);
        return one.Kind == Condemned ? before.Union(names) : before.Except(names);
    }

    private static IEnumerable<string> Names(TraceEvent one)
    {
        try
        {
            return [.. one.Data.ToElement().GetProperty("segments"u8).EnumerateArray().Select(n => n.GetString()!)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new OpenTracesException(OpenTracesErrorCode.StoreCorrupt,
                $"Event {one.Sequence} names no segments, as one of kind '{one.Kind}' does. Restore the bucket from a copy.", e);
        }
    }
}
