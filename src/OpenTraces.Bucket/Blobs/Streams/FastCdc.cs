namespace OpenTraces.Bucket.Blobs.Streams;

/// <summary>
/// Content-defined chunking: a cut lies where a rolling gear hash has its top bits zero, so equal runs of bytes are cut
/// alike wherever they stand. Normalised: 22 bits before the average length, 18 behind it.
/// </summary>
/// <remarks>
/// The gear table is 256 outputs of SplitMix64 seeded with <see cref="Seed"/>. Another table cuts elsewhere, which costs
/// sharing with what is already stored and nothing else.
/// </remarks>
internal static class FastCdc
{
    public const int MinLength = 256 << 10;

    public const int AverageLength = 1 << 20;

    public const int MaxLength = 4 << 20;

    private const ulong Seed = 0x4F70656E54726163;
    private const ulong StrictMask = ~0UL << 42;
    private const ulong LooseMask = ~0UL << 46;

    private static readonly ulong[] Gear = CreateGear();

    /// <summary>The length of the first chunk of these bytes, which are the rest of the content or at least <see cref="MaxLength"/> of it.</summary>
    public static int Cut(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= MinLength)
            return bytes.Length;
        bytes = bytes[..Math.Min(bytes.Length, MaxLength)];
        var hash = 0UL;
        var normal = Math.Min(bytes.Length, AverageLength);
        var cut = Find(bytes[..normal], MinLength, StrictMask, ref hash);
        if (cut < 0)
            cut = Find(bytes, normal, LooseMask, ref hash);
        return cut < 0 ? bytes.Length : cut;
    }

    private static int Find(ReadOnlySpan<byte> bytes, int from, ulong mask, ref ulong hash)
    {
        var gear = Gear.AsSpan();
        var rolling = hash;
        for (var i = from; i < bytes.Length; i++)
        {
            rolling = (rolling << 1) + gear[bytes[i]];
            if ((rolling & mask) == 0)
                return i + 1;
        }

        hash = rolling;
        return -1;
    }

    private static ulong[] CreateGear()
    {
        var gear = new ulong[256];
        var state = Seed;
        for (var i = 0; i < gear.Length; i++)
        {
            state += 0x9E3779B97F4A7C15;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            gear[i] = z ^ (z >> 31);
        }

        return gear;
    }
}
