namespace OpenTraces.Bucket.Security;

internal static class ShannonEntropy
{
    /// <summary>Bits per character of ASCII text; 0 for empty text and for one repeated character.</summary>
    public static double Of(ReadOnlySpan<char> text)
    {
        Span<int> counts = stackalloc int[128];
        counts.Clear();
        foreach (var c in text)
            counts[c & 0x7F]++;
        var bits = 0.0;
        foreach (var count in counts)
        {
            if (count == 0)
                continue;
            var share = (double)count / text.Length;
            bits -= share * Math.Log2(share);
        }

        return bits;
    }
}
