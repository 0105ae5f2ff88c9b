using System.Text.Json;
using OpenTraces.Bucket.Events;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Envelopes;

/// <summary>
/// The events about traces. Each says what changed and no more: the envelope is all of them together
/// (<see cref="EnvelopeFold"/>).
/// </summary>
internal static class TraceEvents
{
    public const string Ingested = "trace_ingested";
    public const string Reparsed = "trace_reparsed";
    public const string TrailSet = "trail_set";
    public const string Forgotten = "trace_forgotten";

    /// <summary>Tells of a commit, and changes nothing in the envelope.</summary>
    public const string CommitObserved = "commit_observed";

    /// <summary>A generation was added.</summary>
    /// <param name="key">The key of the trace.</param>
    /// <param name="generation">The generation; the first one brings the key with it.</param>
    /// <param name="beginningOf">The held generations that begin with it.</param>
    public static EventDraft Ingest(TraceKey key, Generation generation, IReadOnlyList<int> beginningOf) =>
        Draft(Ingested, key.ToTraceId(), writer =>
        {
            if (generation.Index == 1)
                EnvelopeJson.WriteKey(writer, key);
            if (beginningOf.Count > 0)
            {
                writer.WriteStartArray("beginning_of"u8);
                foreach (var longer in beginningOf)
                    writer.WriteNumberValue(longer);
                writer.WriteEndArray();
            }

            writer.WritePropertyName("generation"u8);
            EnvelopeJson.Write(writer, generation);
        });

    /// <summary>A newer parser has read a held generation again.</summary>
    public static EventDraft Reparse(TraceId id, Generation generation) => Draft(Reparsed, id, writer =>
    {
        writer.WritePropertyName("generation"u8);
        EnvelopeJson.Write(writer, generation);
    });

    public static EventDraft SetTrail(TraceId id, string repository, ContentHash overlay) => Draft(TrailSet, id, writer =>
    {
        writer.WriteString("repository_id"u8, repository);
        writer.WriteString("overlay"u8, overlay.ToString());
    });

    /// <summary>
    /// The tombstone: how much was held, so that counts can be taken back without reading what is gone, and the key, so that it
    /// stands alone where the events before it are lost.
    /// </summary>
    public static EventDraft Forget(TraceId id, Envelope envelope) => Draft(Forgotten, id, writer =>
    {
        EnvelopeJson.WriteKey(writer, envelope.Key);
        writer.WriteNumber("generations"u8, envelope.Generations.Count);
        writer.WriteNumber("raw_bytes"u8, envelope.RawBytes);
    });

    private static EventDraft Draft(string kind, TraceId id, Action<Utf8JsonWriter> data) => new()
    {
        Kind = kind,
        TraceId = id,
        Data = RawJson.Build(writer =>
        {
            writer.WriteStartObject();
            data(writer);
            writer.WriteEndObject();
        }),
    };
}
