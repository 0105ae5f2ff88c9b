using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Reading;

/// <summary>The base64 text of an image or a document, and the digest of what it decodes to.</summary>
/// <param name="Start">Where the text begins, as a position of the reader.</param>
/// <param name="EncodedLength">Its bytes, JSON escapes included; 0 when there is no text.</param>
/// <param name="Length">The number of decoded bytes.</param>
/// <param name="Address">Their digest; null when the text is empty or no base64.</param>
internal readonly record struct MediaPayload(int Start, int EncodedLength, long Length, ContentHash? Address)
{
    private const int BlockBytes = 6 * 1024;

    /// <summary>Reads a string of base64; another kind of value is skipped and is no payload.</summary>
    public static MediaPayload Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
            return Of(ref reader, prefix: 0);
        reader.Skip();
        return default;
    }

    /// <summary>Reads <c>data:image/png;base64,...</c>; of another address only the text is given back.</summary>
    public static MediaPayload ReadDataUrl(ref Utf8JsonReader reader, out string? mediaType, out string? elsewhere)
    {
        (mediaType, elsewhere) = (null, null);
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return default;
        }

        var url = reader.ValueSpan;
        var mark = url[..Math.Min(url.Length, 256)].IndexOf(";base64,"u8);
        if (mark < 0 && url.StartsWith("data:"u8))
            return new MediaPayload((int)reader.TokenStartIndex + 1, url.Length, 0, null);
        if (mark < 0 || !url.StartsWith("data:"u8))
        {
            elsewhere = JsonText.ReadString(ref reader);
            return default;
        }

        mediaType = mark == 5 ? null : Encoding.UTF8.GetString(url[5..mark]).Replace("\\/", "/", StringComparison.Ordinal);
        return Of(ref reader, mark + ";base64,".Length);
    }

    /// <summary>The bytes of a text that was read before, as it stands in its session; empty when it is no base64.</summary>
    public static byte[] Decode(byte[] encoded)
    {
        if (encoded.AsSpan().Contains((byte)'\\'))
            encoded = Unescape(encoded);
        return Base64.DecodeFromUtf8InPlace(encoded, out var length) == OperationStatus.Done ? encoded[..length] : [];
    }

    private static MediaPayload Of(ref Utf8JsonReader reader, int prefix)
    {
        var raw = reader.ValueSpan[prefix..];
        var start = (int)reader.TokenStartIndex + 1 + prefix;
        return TryDigest(reader.ValueIsEscaped && raw.Contains((byte)'\\') ? Unescape(raw) : raw, out var length, out var address)
            ? new MediaPayload(start, raw.Length, length, address)
            : new MediaPayload(start, raw.Length, 0, null);
    }

    private static bool TryDigest(ReadOnlySpan<byte> base64, out long length, out ContentHash address)
    {
        (length, address) = (0, default);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> block = stackalloc byte[BlockBytes];
        while (!base64.IsEmpty)
        {
            var status = Base64.DecodeFromUtf8(base64, block, out var consumed, out var written);
            if (status is not (OperationStatus.Done or OperationStatus.DestinationTooSmall) || (consumed == 0 && written == 0))
                return false;
            hash.AppendData(block[..written]);
            length += written;
            base64 = base64[consumed..];
        }

        hash.GetHashAndReset(block);
        address = new ContentHash(block[..ContentHash.Size]);
        return length > 0;
    }

    private static byte[] Unescape(ReadOnlySpan<byte> escaped)
    {
        var reader = new Utf8JsonReader((byte[])[(byte)'"', .. escaped, (byte)'"']);
        reader.Read();
        return Encoding.UTF8.GetBytes(JsonText.ReadString(ref reader));
    }
}
