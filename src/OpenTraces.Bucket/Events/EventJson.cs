using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Events;

/// <summary>
/// The stored form of events and commits. The digest of an event is the SHA-256 of exactly the bytes written here, and
/// each names the one before it.
/// </summary>
internal static class EventJson
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = TraceJson.MaxDepth,
    };

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = TraceJson.MaxDepth };

    /// <param name="draft">What happened.</param>
    /// <param name="sequence">Its place in the log.</param>
    /// <param name="time">When.</param>
    /// <param name="previous">The digest of the event before it.</param>
    /// <param name="tracePrevious">The event about the same trace before it; 0 for the first.</param>
    public static byte[] Write(EventDraft draft, long sequence, DateTimeOffset time, ContentHash previous, long tracePrevious)
    {
        var buffer = new ArrayBufferWriter<byte>(256 + draft.Data.Utf8.Length);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteNumber("seq"u8, sequence);
            writer.WriteString("time"u8, time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
            writer.WriteString("kind"u8, draft.Kind);
            if (draft.TraceId is { } id)
                writer.WriteString("trace_id"u8, id.ToString());
            if (tracePrevious > 0)
                writer.WriteNumber("trace_prev"u8, tracePrevious);
            writer.WriteString("prev"u8, previous.ToPrefixedString());
            writer.WritePropertyName("data"u8);
            writer.WriteRawValue(draft.Data.Utf8.Span, skipInputValidation: true);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads an event whose digest has been checked; null when it is not one.</summary>
    public static TraceEvent? TryRead(byte[] utf8, ContentHash hash, out ContentHash previous)
    {
        previous = default;
        try
        {
            return Read(utf8, hash, out previous);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Only the kind of an event and the trace it is about, without reading its data; null when it is not one.</summary>
    public static (string Kind, TraceId? Trace)? TryReadSubject(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return ReadSubject(utf8);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    public static byte[] WriteCommit(long first, long last, ContentHash head)
    {
        var buffer = new ArrayBufferWriter<byte>(160);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("first"u8, first);
            writer.WriteNumber("last"u8, last);
            writer.WriteString("head"u8, head.ToPrefixedString());
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A commit, or the beginning of a segment: <c>first</c> is then its first sequence and <c>head</c> the digest before it.</summary>
    public static (long First, long Last, ContentHash Head)? TryReadCommit(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var json = RawJson.Parse(utf8);
            return json.TryGetMember("first"u8, out var first) && json.TryGetMember("last"u8, out var last)
                && json.GetString("head"u8) is { } head && ContentHash.TryParse(head, out var hash)
                ? (Number(first), Number(last), hash)
                : null;
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }

    private static (string Kind, TraceId? Trace)? ReadSubject(ReadOnlySpan<byte> utf8)
    {
        string? kind = null;
        TraceId? trace = null;
        var reader = new Utf8JsonReader(utf8, ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName && !reader.ValueTextEquals("data"u8))
        {
            var isKind = reader.ValueTextEquals("kind"u8);
            var isTrace = reader.ValueTextEquals("trace_id"u8);
            reader.Read();
            if (isKind)
                kind = JsonText.ReadString(ref reader);
            else if (isTrace)
                trace = TraceId.Parse(reader.GetString()!);
            else
                reader.Skip();
        }

        return kind is null ? null : (kind, trace);
    }

    private static long Number(RawJson value) =>
        System.Buffers.Text.Utf8Parser.TryParse(value.Utf8.Span, out long number, out var used)
        && used == value.Utf8.Length
            ? number
            : throw new FormatException("Not a number.");

    private static TraceEvent? Read(byte[] utf8, ContentHash hash, out ContentHash previous)
    {
        previous = default;
        long? sequence = null;
        DateTimeOffset? time = null;
        string? kind = null;
        TraceId? traceId = null;
        long? tracePrevious = null;
        RawJson? data = null;
        var reader = new Utf8JsonReader(utf8, ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            reader.Read();
            if (name.SequenceEqual("seq"u8))
                sequence = reader.GetInt64();
            else if (name.SequenceEqual("time"u8))
                time = ParseTime(reader.GetString()!);
            else if (name.SequenceEqual("kind"u8))
                kind = JsonText.ReadString(ref reader);
            else if (name.SequenceEqual("trace_id"u8))
                traceId = TraceId.Parse(reader.GetString()!);
            else if (name.SequenceEqual("trace_prev"u8))
                tracePrevious = reader.GetInt64();
            else if (name.SequenceEqual("prev"u8))
                previous = ContentHash.Parse(reader.GetString()!);
            else if (name.SequenceEqual("data"u8))
                data = Slice(utf8, ref reader);
            else
                reader.Skip();
        }

        return sequence is null || time is null || kind is null || data is null
            ? null
            : new TraceEvent
            {
                Sequence = sequence.Value,
                Time = time.Value,
                Kind = kind,
                TraceId = traceId,
                TracePrevious = tracePrevious,
                Hash = hash,
                Data = data.Value,
            };
    }

    private static RawJson Slice(byte[] utf8, ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return RawJson.FromTrusted(utf8.AsMemory(start, (int)reader.BytesConsumed - start));
    }

    private static DateTimeOffset ParseTime(string text) => DateTimeOffset.ParseExact(
        text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
