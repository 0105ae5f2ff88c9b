using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Pi.Lines;

/// <summary>An image reduced to its size and digest; the picture itself stays in the raw session.</summary>
internal readonly record struct PiImage(int Length, ContentHash Hash)
{
    /// <summary>The placeholder that stands in a text for the image.</summary>
    public string Describe(string? mimeType) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"[image: {mimeType ?? "unknown"}, {Length} bytes, {Hash.ToPrefixedString()}]");

    /// <summary>Reads base64 text; text that is no base64 is taken as it stands.</summary>
    public static PiImage Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return Of([]);
        }

        if (reader.ValueIsEscaped || reader.HasValueSequence)
            return Of(System.Text.Encoding.UTF8.GetBytes(JsonText.ReadString(ref reader)));
        var text = reader.ValueSpan;
        var bytes = ArrayPool<byte>.Shared.Rent(Base64.GetMaxDecodedFromUtf8Length(text.Length));
        try
        {
            return Base64.DecodeFromUtf8(text, bytes, out _, out var length) == OperationStatus.Done
                ? Of(bytes.AsSpan(0, length))
                : Of(text);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static PiImage Of(ReadOnlySpan<byte> bytes) => new(bytes.Length, ContentHash.Of(bytes));
}
