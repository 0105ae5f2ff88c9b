using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OpenTraces.Datasets.Files;

/// <summary>JSON that people read: two spaces, line feeds, a line feed at the end.</summary>
internal static class PrettyJson
{
    public static byte[] Of(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return Build(document.RootElement.WriteTo);
    }

    public static byte[] Build(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(buffer, options))
            write(writer);
        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
