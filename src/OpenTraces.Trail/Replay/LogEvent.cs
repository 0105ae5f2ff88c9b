using System.Globalization;
using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Replay;

/// <summary>One event of the log, as a file of a batch.</summary>
internal static class LogEvent
{
    public const string Writer = "bucket-replay";

    // Versions of the format's own records, which are part of every id.
    private const string SchemaVersion = "0.9.0";
    private const string SecurityVersion = "0.8.0";
    private const string AttributionVersion = "0.1.0";

    public static string PathOf(long sequence) => string.Create(CultureInfo.InvariantCulture, $"events/{sequence:D12}.json");

    public static string ComputeContentHash(RawJson payload) => CanonicalJson.Hash(payload).ToPrefixedString();

    /// <summary>The id of an event at its place; what was before it is part of it.</summary>
    public static string ComputeId(LogDraft draft, long sequence, string? previous) =>
        IdOf(RawJson.Build(w =>
        {
            w.WriteStartObject();
            WriteIdentity(w, draft, sequence, previous);
            w.WriteEndObject();
        }));

    /// <summary>The whole file.</summary>
    public static byte[] Write(LogDraft draft, long sequence, string? previous, string id, string batchId) => PrettyJson.Write(RawJson.Build(w =>
    {
        w.WriteStartObject();
        WriteIdentity(w, draft, sequence, previous);
        w.WriteString("event_id", id);
        w.WriteString("event_time", FormatTime(draft.Time));
        w.WriteString("batch_id", batchId);
        w.WriteString("writer", Writer);
        w.WriteEndObject();
    }));

    /// <summary>The id that an event read from a log ought to have; null when its content is not what its hash says.</summary>
    public static string? Recompute(JsonElement file)
    {
        var payload = RawJson.Parse(file.GetProperty("payload").GetRawText());
        if (file.GetProperty("content_hash").GetString() != ComputeContentHash(payload))
            return null;
        return IdOf(RawJson.Build(w =>
        {
            w.WriteStartObject();
            foreach (var name in IdentityNames)
            {
                w.WritePropertyName(name);
                w.WriteRawValue(file.GetProperty(name).GetRawText(), skipInputValidation: true);
            }

            w.WriteEndObject();
        }));
    }

    public static string FormatTime(DateTimeOffset time)
    {
        var utc = time.UtcDateTime;
        var format = utc.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
        return utc.ToString(format, CultureInfo.InvariantCulture);
    }

    private static readonly string[] IdentityNames =
    [
        "event_sequence", "previous_event_id", "trace_id", "generation_index", "step_index", "capture_method", "event_type", "payload", "content_hash",
        "SCHEMA_VERSION", "SECURITY_VERSION", "ATTRIBUTION_VERSION",
    ];

    private static string IdOf(RawJson identity) => "trailevent-" + CanonicalJson.Hash(identity).ToPrefixedString();

    private static void WriteIdentity(Utf8JsonWriter w, LogDraft draft, long sequence, string? previous)
    {
        w.WriteNumber("event_sequence", sequence);
        w.WriteString("previous_event_id", previous);
        w.WriteString("trace_id", draft.TraceId);
        w.WriteNumber("generation_index", 0);
        w.WriteNumber("step_index", draft.StepIndex);
        w.WriteStartArray("capture_method");
        w.WriteStringValue(draft.CaptureMethod);
        w.WriteEndArray();
        w.WriteString("event_type", draft.EventType);
        w.WritePropertyName("payload");
        w.WriteRawValue(draft.Payload.Utf8.Span, skipInputValidation: true);
        w.WriteString("content_hash", ComputeContentHash(draft.Payload));
        w.WriteString("SCHEMA_VERSION", SchemaVersion);
        w.WriteString("SECURITY_VERSION", SecurityVersion);
        w.WriteString("ATTRIBUTION_VERSION", AttributionVersion);
    }
}
