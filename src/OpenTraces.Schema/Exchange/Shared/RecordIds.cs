using System.Security.Cryptography;
using System.Text;

namespace OpenTraces.Schema;

/// <summary>Ids made from other ids: the same input gives the same id on every machine.</summary>
internal static class RecordIds
{
    /// <summary>The id itself when it is a UUID, else one made from it.</summary>
    public static Guid ToUuid(string id)
    {
        if (TraceId.TryParse(id, out var parsed) && parsed.ToGuid() != Guid.Empty)
            return parsed.ToGuid();
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(digest, "opentraces.exchange.id\0", id);
        digest[6] = (byte)((digest[6] & 0x0F) | 0x80);
        digest[8] = (byte)((digest[8] & 0x3F) | 0x80);
        return new Guid(digest[..16], bigEndian: true);
    }

    /// <summary>The trace id of a document that names none: made from the format and the document's bytes.</summary>
    public static string OfDocument(ExchangeFormat format, RawJson document) =>
        ToUuid($"{format.Name}\0{ContentHash.Of(document.Utf8.Span)}").ToString("D");

    /// <summary>16 hexadecimal digits, never all zero.</summary>
    public static string SpanId(string traceId, string what)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(digest, "opentraces.exchange.span\0", traceId + "\0" + what);
        digest[7] |= 1;
        return Convert.ToHexStringLower(digest[..8]);
    }

    private static void Hash(Span<byte> digest, string domain, string text) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(domain + CleanText.Of(text)), digest);
}
