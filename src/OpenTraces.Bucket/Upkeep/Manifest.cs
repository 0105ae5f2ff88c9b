using System.Text.Json;
using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Events;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep;

/// <summary>Counts over the log up to one event; a function of those events alone.</summary>
internal sealed record Manifest
{
    public static Manifest Empty { get; } = new();

    /// <summary>The last event counted. Every envelope is at least as new.</summary>
    public long Sequence { get; init; }

    public int Traces { get; init; }

    public int Generations { get; init; }

    /// <summary>Bytes of all raw sources of all generations held, before sharing and compression.</summary>
    public long RawBytes { get; init; }

    /// <summary>Counts a log anew, to its end or through an event.</summary>
    public static async ValueTask<Manifest> CountAsync(IEventLog log, long through, CancellationToken cancellationToken)
    {
        var counts = Empty;
        await foreach (var one in log.ReadAsync(0, cancellationToken).ConfigureAwait(false))
        {
            if (one.Sequence > through)
                break;
            counts = counts.Add(one);
        }

        return counts;
    }

    /// <summary>The counts after one more event.</summary>
    /// <exception cref="OpenTracesException">The event does not say what one of its kind says.</exception>
    public Manifest Add(TraceEvent one)
    {
        try
        {
            return Count(one);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new OpenTracesException(OpenTracesErrorCode.StoreCorrupt,
                $"Event {one.Sequence} does not say what an event of kind '{one.Kind}' says. Restore the bucket from a copy.", e);
        }
    }

    private Manifest Count(TraceEvent one)
    {
        var after = this with { Sequence = one.Sequence };
        if (one.Kind == TraceEvents.Ingested && one.Data.TryGetMember("generation"u8, out var json))
        {
            var generation = EnvelopeJson.ReadGeneration(json.ToElement());
            return after with
            {
                Traces = Traces + (generation.Index == 1 ? 1 : 0),
                Generations = Generations + 1,
                RawBytes = RawBytes + generation.RawBytes,
            };
        }

        if (one.Kind != TraceEvents.Forgotten)
            return after;
        var tombstone = one.Data.ToElement();
        return after with
        {
            Traces = Traces - (one.TracePrevious is null ? 0 : 1),
            Generations = Generations - tombstone.GetProperty("generations"u8).GetInt32(),
            RawBytes = RawBytes - tombstone.GetProperty("raw_bytes"u8).GetInt64(),
        };
    }
}
