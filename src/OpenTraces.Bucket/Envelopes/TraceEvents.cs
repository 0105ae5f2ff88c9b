using System.Text.Json;
using OpenTraces.Bucket.Events;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Envelopes;

/// <summary>The events about traces: their kinds, and the envelope each of them carries.</summary>
internal static class TraceEvents
{
    public const string Ingested = "trace_ingested";
    public const string Reparsed = "trace_reparsed";
    public const string TrailSet = "trail_set";

    public static EventDraft Draft(string kind, TraceId id, Envelope envelope, Action<Utf8JsonWriter> detail) => new()
    {
        Kind = kind,
        TraceId = id,
        Data = RawJson.Build(writer =>
        {
            writer.WriteStartObject();
            detail(writer);
            writer.WritePropertyName("envelope"u8);
            EnvelopeJson.Write(envelope).WriteTo(writer);
            writer.WriteEndObject();
        }),
    };

    /// <summary>The envelope an event carries; null for an event of another kind.</summary>
    public static Envelope? ReadEnvelope(TraceEvent one)
    {
        try
        {
            return one.Data.TryGetMember("envelope"u8, out var envelope) ? EnvelopeJson.Read(envelope) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new OpenTracesException(OpenTracesErrorCode.StoreCorrupt,
                $"Event {one.Sequence} holds no readable envelope. Restore the bucket from a copy, or import the session again into a new one.", e);
        }
    }
}
