using System.Numerics;

namespace OpenTraces.Bucket.Segments.Lookup;

/// <summary>
/// A blocked Bloom filter, 12 bits a key: says of a key that a segment does not hold it without reading the segment. Wrong
/// for one in some two hundred that it does not hold, never for one that it holds.
/// </summary>
internal sealed class LookupFilter
{
    private const int BitsPerKey = 12;
    private const int WordsPerBlock = 8;
    private const int Probes = 6;
    private const int BitsPerProbe = 9;

    private readonly ulong[] _words;
    private readonly ulong _blocks;

    public LookupFilter(int keys)
    {
        _blocks = Math.Max(1, (ulong)keys * BitsPerKey / (WordsPerBlock * 64));
        _words = new ulong[_blocks * WordsPerBlock];
    }

    public void Add(in LookupKey key)
    {
        var block = BlockOf(key);
        var bits = key.High;
        for (var i = 0; i < Probes; i++, bits >>= BitsPerProbe)
            block[(int)(bits >> 6) & (WordsPerBlock - 1)] |= 1UL << ((int)bits & 63);
    }

    public bool MayHold(in LookupKey key)
    {
        var block = BlockOf(key);
        var bits = key.High;
        for (var i = 0; i < Probes; i++, bits >>= BitsPerProbe)
        {
            if ((block[(int)(bits >> 6) & (WordsPerBlock - 1)] & (1UL << ((int)bits & 63))) == 0)
                return false;
        }

        return true;
    }

    // The other half of the key chooses the block; turned, because the first bits of that half are the same in every UUID.
    private Span<ulong> BlockOf(in LookupKey key) => _words.AsSpan(
        (int)Math.BigMul(BitOperations.RotateLeft(key.Low, 16), _blocks, out _) * WordsPerBlock, WordsPerBlock);
}
