using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;

namespace OpenTraces.Bucket.Segments;

/// <summary>
/// Names of segments: the time of creation, then 64 random bits, so that two writers anywhere never choose the same and a
/// list in ordinal order is roughly one in time.
/// </summary>
internal static class SegmentName
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    public static string Create(TimeProvider clock)
    {
        var time = clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);
        Span<byte> random = stackalloc byte[8];
        RandomNumberGenerator.Fill(random);
        return $"{time}-{Convert.ToHexStringLower(random)}{SegmentFormat.Extension}";
    }

    /// <summary>Whether a file has a name of this form: 18 characters of time, a hyphen, 16 hexadecimal digits.</summary>
    public static bool IsValid(string name) => name.Length == 39 && name[8] == 'T' && name[18] == '-'
        && name.EndsWith(SegmentFormat.Extension, StringComparison.Ordinal)
        && name.AsSpan(0, 8).IndexOfAnyExceptInRange('0', '9') < 0
        && name.AsSpan(9, 9).IndexOfAnyExceptInRange('0', '9') < 0
        && name.AsSpan(19, 16).IndexOfAnyExcept(HexDigits) < 0;
}
