using System.Buffers;
using System.Text.Json;
using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Teleport;

/// <summary>
/// Takes what must not leave out of a trace. Record, patches and anchors pass as one value, so that a name that one of them tells is
/// taken out of all.
/// </summary>
internal static class TraceFloor
{
    public static async ValueTask<TraceTexts> PassAsync(
        SecurityPipeline pipeline, TraceRecord record, IReadOnlyList<PatchAnchor> patches, CancellationToken cancellationToken)
    {
        var what = $"Trace {record.TraceId}";
        Redacted<RawJson> redacted;
        try
        {
            redacted = await pipeline.RedactAsync(RawJson.Build(w => Write(w, record, patches)), cancellationToken).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            throw new OpenTracesException(OpenTracesErrorCode.EgressRefused, $"{what} nests values deeper than the security tools read, so nobody knows whether it may leave.");
        }

        Clearance.Require(redacted.Report, what);
        redacted.Value.TryGetMember("record"u8, out var trace);
        return new TraceTexts
        {
            // Written anew, because what it says of its own content changed with it.
            Trace = [.. TraceJson.Serialize(TraceJson.Parse(trace.Utf8.Span)), (byte)'\n'],
            Patches = Lines(redacted.Value, "patches"u8),
            Anchors = Lines(redacted.Value, "anchors"u8),
            Redactions = redacted.Report.Redactions,
        };
    }

    private static void Write(Utf8JsonWriter w, TraceRecord record, IReadOnlyList<PatchAnchor> patches)
    {
        w.WriteStartObject();
        w.WritePropertyName("record");
        w.WriteRawValue(TraceJson.Serialize(record), skipInputValidation: true);
        w.WriteStartArray("patches");
        foreach (var patch in patches)
        {
            var line = new ArrayBufferWriter<byte>(512);
            TraceJson.WritePatch(line, patch.Patch);
            w.WriteRawValue(line.WrittenSpan, skipInputValidation: true);
        }

        w.WriteEndArray();
        w.WriteStartArray("anchors");
        foreach (var anchor in patches.Where(p => p.Commit is not null))
            AnchorJson.Write(w, anchor);
        w.WriteEndArray();
        w.WriteEndObject();
    }

    private static byte[] Lines(RawJson value, ReadOnlySpan<byte> name)
    {
        value.TryGetMember(name, out var array);
        var lines = new ArrayBufferWriter<byte>(1024);
        var reader = new Utf8JsonReader(array.Utf8.Span, new JsonReaderOptions { MaxDepth = TraceJson.MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            lines.Write(array.Utf8.Span[start..(int)reader.BytesConsumed]);
            lines.Write("\n"u8);
        }

        return lines.WrittenSpan.ToArray();
    }
}
