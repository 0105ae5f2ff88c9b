using System.Globalization;
using System.Text;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Records;

/// <summary>
/// The stored form of a text over 64 KiB: its first 4 KiB and a line that names the blob with the whole of it. A function
/// of the text alone.
/// </summary>
internal static class LongText
{
    /// <summary>Texts of at most so many UTF-8 bytes are stored as they are.</summary>
    public const int MaxInlineBytes = 64 * 1024;

    public const int PreviewBytes = 4 * 1024;

    /// <summary>True when a text is stored as a preview; <paramref name="whole"/> is then its UTF-8 form.</summary>
    public static bool TryCut(string? text, out string preview, out byte[] whole)
    {
        preview = text ?? "";
        whole = [];
        if (text is null || text.Length * 3L <= MaxInlineBytes || Encoding.UTF8.GetByteCount(text) <= MaxInlineBytes)
            return false;
        whole = Encoding.UTF8.GetBytes(text);
        preview = string.Create(CultureInfo.InvariantCulture,
            $"{text.AsSpan(0, PreviewLength(text))}\n[cut here: {whole.Length} bytes in all, the whole text is {ContentHash.Of(whole).ToPrefixedString()}]");
        return true;
    }

    private static int PreviewLength(string text)
    {
        var bytes = 0;
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > PreviewBytes)
                break;
            length += rune.Utf16SequenceLength;
        }

        return length;
    }
}
