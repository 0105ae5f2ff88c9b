using System.Buffers;
using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Records;

/// <summary>One line of a page of media: <c>["hex", length, "media/type"]</c>.</summary>
internal static class MediaJson
{
    public static void Write(IBufferWriter<byte> output, TraceMedia media)
    {
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });
        writer.WriteStartArray();
        writer.WriteStringValue(media.Address.ToString());
        writer.WriteNumberValue(media.Length);
        if (media.MediaType is { } type)
            JsonText.WriteString(writer, type);
        else
            writer.WriteNullValue();
        writer.WriteEndArray();
    }

    public static TraceMedia Read(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        reader.Read();
        reader.Read();
        var address = ContentHash.Parse(reader.GetString()!);
        reader.Read();
        var length = reader.GetInt64();
        reader.Read();
        return new TraceMedia(address, length, reader.TokenType == JsonTokenType.Null ? null : JsonText.ReadString(ref reader));
    }
}
