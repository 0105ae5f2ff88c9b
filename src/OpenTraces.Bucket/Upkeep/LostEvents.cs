using OpenTraces.Bucket.Events;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep;

/// <summary>
/// <c>events_lost</c> and <c>loss_accepted</c>: a repair could not say again everything the log had. What no trace needs may then be
/// the only copy of a session whose event is lost, so it is kept until somebody accepts the loss.
/// </summary>
internal static class LostEvents
{
    public const string Lost = "events_lost";
    public const string Accepted = "loss_accepted";

    /// <summary>What is done about it, for whoever is refused.</summary>
    public const string Advice =
        "A repair could not say again everything the log had lost, so what no trace needs may be the only copy of a session: import the sessions you have again, then run 'opentraces bucket prune --after-loss'.";

    /// <param name="kind">One of the two.</param>
    /// <param name="count">How many events are lost; 0 when nobody knows.</param>
    public static EventDraft Event(string kind, long count) => new()
    {
        Kind = kind,
        Data = RawJson.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("count"u8, count);
            writer.WriteEndObject();
        }),
    };

    /// <summary>Whether a loss stands that nobody has accepted.</summary>
    public static async ValueTask<bool> StandAsync(BucketParts parts, CancellationToken cancellationToken) =>
        await LastAsync(parts.Log, Lost, cancellationToken).ConfigureAwait(false)
        > await LastAsync(parts.Log, Accepted, cancellationToken).ConfigureAwait(false);

    /// <summary>Objects, and a log without a single event: a first import was killed, or the log is lost, and nobody can tell which.</summary>
    public static async ValueTask<bool> IsLogLostAsync(BucketParts parts, CancellationToken cancellationToken) =>
        await parts.Log.ReadHeadAsync(cancellationToken).ConfigureAwait(false) == 0
        && parts.Blobs.Catalog.Segments.Any(s => parts.Blobs.Catalog.FooterOf(s) is { } footer ? footer.Count > 0 : s.Scanned.ToArray().Length > 0);

    private static async ValueTask<long> LastAsync(SegmentEventLog log, string kind, CancellationToken cancellationToken)
    {
        var last = 0L;
        await foreach (var one in log.ReadKindAsync(kind, 0, cancellationToken).ConfigureAwait(false))
            last = one.Sequence;
        return last;
    }
}
