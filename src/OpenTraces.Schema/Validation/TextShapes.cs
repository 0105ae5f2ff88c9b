using System.Buffers;
using System.Globalization;

namespace OpenTraces.Schema;

/// <summary>What texts of a known form look like.</summary>
internal static class TextShapes
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>A date, <c>T</c> or a space, a time to the minute at least; an offset or none.</summary>
    public static bool IsTime(string text) => text is [_, _, _, _, '-', _, _, '-', _, _, 'T' or 't' or ' ', _, _, ':', ..]
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    public static bool IsCommit(string text) => text.Length is 40 or 64 && IsHex(text);

    public static bool IsSha256(string text) => text.Length == 64 && IsHex(text);

    public static bool IsPrefixedSha256(string text) => text.StartsWith("sha256:", StringComparison.Ordinal) && IsSha256(text[7..]);

    /// <summary>False only for a murmur3 hash of another length; other kinds of hash are free.</summary>
    public static bool IsRangeHash(string text) =>
        !text.StartsWith("murmur3:", StringComparison.Ordinal) || (text.Length == 40 && IsHex(text.AsSpan(8)));

    private static bool IsHex(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(HexDigits);
}
