using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Lines;

/// <summary>What stands in a text for an image or a document: its media type, size and digest. The bytes stay in the raw session.</summary>
internal static class MediaPlaceholder
{
    /// <summary>Reads a block's <c>source</c>; null when it is no object.</summary>
    public static string? Read(ref Utf8JsonReader reader)
    {
        if (!JsonRead.IsObject(ref reader))
            return null;
        string? mediaType = null, data = null, other = null;
        while (JsonRead.NextMember(ref reader))
        {
            if (JsonRead.IsMember(ref reader, "media_type"u8))
                mediaType = JsonRead.Text(ref reader);
            else if (JsonRead.IsMember(ref reader, "data"u8))
                data = Describe(ref reader);
            else if (JsonRead.IsMember(ref reader, "url"u8) || JsonRead.IsMember(ref reader, "file_id"u8))
                other = JsonRead.Text(ref reader);
            else
                JsonRead.SkipValue(ref reader);
        }

        return string.Join(", ", new[] { mediaType ?? "unknown", data ?? other }.OfType<string>());
    }

    private static string? Describe(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        return reader.ValueIsEscaped
            ? Describe(Encoding.UTF8.GetBytes(JsonText.ReadString(ref reader)))
            : Describe(reader.ValueSpan);
    }

    private static string Describe(ReadOnlySpan<byte> base64)
    {
        var length = Base64.GetMaxDecodedFromUtf8Length(base64.Length);
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, length));
        try
        {
            // What is not base64 (a redacted value) is described as the text it is.
            var bytes = Base64.DecodeFromUtf8(base64, buffer, out _, out var written) == OperationStatus.Done
                ? buffer.AsSpan(0, written)
                : base64;
            return string.Create(
                CultureInfo.InvariantCulture, $"{bytes.Length} bytes, sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
