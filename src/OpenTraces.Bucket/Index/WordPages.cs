using System.Buffers;
using System.Numerics;

namespace OpenTraces.Bucket.Index;

/// <summary>
/// One shard of the words of a part: for each word, in the order of the digests, the difference to the digest before, then
/// its pages as whichever is shortest: those it stands on, those it does not stand on, or a bit for each. Numbers are of
/// variable length, seven bits a byte, the lowest first.
/// </summary>
internal static class WordPages
{
    private const uint List = 0;
    private const uint Others = 1;
    private const uint Bits = 2;

    /// <summary>A digest of a word that is the same everywhere. Two words of one digest are one word to a search for the best page.</summary>
    public static uint Digest(ReadOnlySpan<byte> word)
    {
        var digest = 2166136261;
        foreach (var b in word)
            digest = (digest ^ b) * 16777619;
        digest = (digest ^ (digest >> 16)) * 0x85EBCA6B;
        digest = (digest ^ (digest >> 13)) * 0xC2B2AE35;
        return digest ^ (digest >> 16);
    }

    /// <param name="output">Where to.</param>
    /// <param name="difference">Between this digest and the one before in the shard, or 0.</param>
    /// <param name="pages">Ascending, at least one.</param>
    /// <param name="count">How many pages the part has.</param>
    public static void Write(IBufferWriter<byte> output, uint difference, ReadOnlySpan<ushort> pages, int count)
    {
        var bits = (count + 7) / 8;
        var others = count - pages.Length;
        var span = output.GetSpan(10 + Math.Max(bits, 3 * Math.Min(pages.Length, bits)));
        var length = Number(span, difference);
        if (pages.Length <= others && pages.Length <= bits)
        {
            length += Number(span[length..], ((uint)pages.Length << 2) | List);
            length += Gaps(span[length..], pages);
        }
        else if (others <= bits)
        {
            length += Number(span[length..], ((uint)others << 2) | Others);
            length += GapsBetween(span[length..], pages, count);
        }
        else
        {
            length += Number(span[length..], Bits);
            span.Slice(length, bits).Clear();
            foreach (var page in pages)
                span[length + (page / 8)] |= (byte)(1 << (page % 8));
            length += bits;
        }

        output.Advance(length);
    }

    /// <summary>Adds one for each page of a word to its count; nothing when the word is not in the shard.</summary>
    /// <param name="shard">The shard of this digest.</param>
    /// <param name="start">The lowest digest that may be in the shard.</param>
    /// <param name="digest">The word's.</param>
    /// <param name="counts">For each page of the part.</param>
    public static void Count(ReadOnlySpan<byte> shard, uint start, uint digest, Span<int> counts)
    {
        var reader = new NumberReader(shard);
        var at = start;
        while (reader.TryRead(out var difference))
        {
            at += difference;
            if (at > digest || !reader.TryRead(out var form))
                return;
            if (at == digest)
                CountPages(ref reader, form, counts);
            else if ((form & 3) == Bits)
                reader.SkipBytes((counts.Length + 7) / 8);
            else
                reader.SkipNumbers(form >> 2);
        }
    }

    private static void CountPages(ref NumberReader reader, uint form, Span<int> counts)
    {
        if ((form & 3) == Bits)
        {
            var bits = reader.ReadBytes((counts.Length + 7) / 8);
            for (var i = 0; i < bits.Length; i++)
            {
                for (var left = (uint)bits[i]; left != 0; left &= left - 1)
                    counts[(8 * i) + BitOperations.TrailingZeroCount(left)]++;
            }

            return;
        }

        var change = (form & 3) == List ? 1 : -1;
        if (change < 0)
        {
            foreach (ref var count in counts)
                count++;
        }

        long page = -1;
        for (var left = form >> 2; left > 0 && reader.TryRead(out var gap); left--)
        {
            page += gap + 1L;
            if (page < counts.Length)
                counts[(int)page] += change;
        }
    }

    private static int Gaps(Span<byte> output, ReadOnlySpan<ushort> pages)
    {
        var length = 0;
        var next = 0;
        foreach (var page in pages)
        {
            length += Number(output[length..], (uint)(page - next));
            next = page + 1;
        }

        return length;
    }

    private static int GapsBetween(Span<byte> output, ReadOnlySpan<ushort> pages, int count)
    {
        var length = 0;
        var next = 0;
        var from = 0;
        for (var i = 0; i <= pages.Length; i++)
        {
            var page = i < pages.Length ? pages[i] : count;
            for (; from < page; from++)
            {
                length += Number(output[length..], (uint)(from - next));
                next = from + 1;
            }

            from = page + 1;
        }

        return length;
    }

    private static int Number(Span<byte> output, uint value)
    {
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            output[length++] = (byte)(value | 0x80);
        output[length++] = (byte)value;
        return length;
    }
}
