using System.Text;
using System.Text.Unicode;

namespace OpenTraces.Trail.Teleport;

/// <summary>Files as the text that the tools read.</summary>
internal static class ObjectText
{
    private static readonly UnicodeEncoding Little = new(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding Big = new(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true);

    /// <summary>
    /// UTF-8, or, without a zero byte, one character per byte, in which plain letters stay what they are; what says that it is UTF-16 is
    /// given in both readings, since something else may have been put behind it. Null for what is no text.
    /// </summary>
    public static string? Decode(byte[] bytes)
    {
        if (bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            return DecodeWide(bytes, Little);
        if (bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return DecodeWide(bytes, Big);
        if (bytes.AsSpan().Contains((byte)0))
            return null;
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
    }

    private static string? DecodeWide(byte[] bytes, UnicodeEncoding encoding)
    {
        try
        {
            var text = encoding.GetString(bytes);
            return text.Contains('\0', StringComparison.Ordinal) ? null : text + "\n" + Encoding.Latin1.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The names that a tree holds.</summary>
    public static IEnumerable<string> NamesOf(byte[] tree, bool sha256)
    {
        var size = sha256 ? 32 : 20;
        for (var at = 0; at < tree.Length;)
        {
            var space = Array.IndexOf(tree, (byte)' ', at);
            var end = Array.IndexOf(tree, (byte)0, at);
            if (space < 0 || end < space)
                yield break;
            yield return Encoding.UTF8.GetString(tree, space + 1, end - space - 1);
            at = end + 1 + size;
        }
    }
}
