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

    private const string Marker = "[cut here: ";
    private const string Middle = " bytes in all, the whole text is ";

    /// <summary>True when a text is stored as a preview; <paramref name="whole"/> is then its UTF-8 form.</summary>
    public static bool TryCut(string? text, out string preview, out byte[] whole)
    {
        preview = text ?? "";
        whole = [];
        if (text is null || text.Length * 3L <= MaxInlineBytes || Encoding.UTF8.GetByteCount(text) <= MaxInlineBytes)
            return false;
        whole = Encoding.UTF8.GetBytes(text);
        preview = string.Create(CultureInfo.InvariantCulture,
            $"{text.AsSpan(0, PreviewLength(text))}\n{Marker}{whole.Length}{Middle}{ContentHash.Of(whole).ToPrefixedString()}]");
        return true;
    }

    /// <summary>Reads the last line that <see cref="TryCut"/> gives a preview.</summary>
    public static bool TryFindWhole(string? stored, out ContentHash address)
    {
        address = default;
        if (stored is null || stored.Length is <= PreviewBytes / 4 or > 2 * PreviewBytes || stored[^1] != ']')
            return false;
        var line = stored.AsSpan(stored.LastIndexOf('\n') + 1);
        var hash = line.LastIndexOf(Middle, StringComparison.Ordinal);
        return hash > 0 && line.StartsWith(Marker, StringComparison.Ordinal)
            && ContentHash.TryParse(line[(hash + Middle.Length)..^1], out address);
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
