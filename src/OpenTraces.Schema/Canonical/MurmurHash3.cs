using System.Buffers.Binary;
using System.Numerics;

namespace OpenTraces.Schema;

/// <summary>
/// MurmurHash3 in its form for 64-bit machines with 128 bits of result, seed 0: the content hash of attributed ranges.
/// It tells texts apart cheaply and holds against nobody who wants two of them to agree.
/// </summary>
internal static class MurmurHash3
{
    private const int BlockSize = 16;
    private const ulong C1 = 0x87C37B91114253D5;
    private const ulong C2 = 0x4CF5AD432745937F;

    /// <summary><c>murmur3:</c> and 32 lower-case hexadecimal digits, the second half of the result first.</summary>
    public static string ToPrefixedString(ReadOnlySpan<byte> bytes)
    {
        var (first, second) = Compute(bytes);
        Span<byte> digits = stackalloc byte[BlockSize];
        BinaryPrimitives.WriteUInt64BigEndian(digits, second);
        BinaryPrimitives.WriteUInt64BigEndian(digits[8..], first);
        return "murmur3:" + Convert.ToHexStringLower(digits);
    }

    private static (ulong First, ulong Second) Compute(ReadOnlySpan<byte> bytes)
    {
        ulong first = 0, second = 0;
        var rest = bytes;
        for (; rest.Length >= BlockSize; rest = rest[BlockSize..])
        {
            first ^= MixFirst(BinaryPrimitives.ReadUInt64LittleEndian(rest));
            first = ((BitOperations.RotateLeft(first, 27) + second) * 5) + 0x52DCE729;
            second ^= MixSecond(BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]));
            second = ((BitOperations.RotateLeft(second, 31) + first) * 5) + 0x38495AB5;
        }

        // A zero word mixes to zero, so a tail filled up with zeros needs no cases.
        Span<byte> tail = stackalloc byte[BlockSize];
        tail.Clear();
        rest.CopyTo(tail);
        first ^= MixFirst(BinaryPrimitives.ReadUInt64LittleEndian(tail)) ^ (ulong)bytes.Length;
        second ^= MixSecond(BinaryPrimitives.ReadUInt64LittleEndian(tail[8..])) ^ (ulong)bytes.Length;

        first += second;
        second += first;
        first = Finish(first);
        second = Finish(second);
        first += second;
        second += first;
        return (first, second);
    }

    private static ulong MixFirst(ulong word) => BitOperations.RotateLeft(word * C1, 31) * C2;

    private static ulong MixSecond(ulong word) => BitOperations.RotateLeft(word * C2, 33) * C1;

    private static ulong Finish(ulong word)
    {
        word ^= word >> 33;
        word *= 0xFF51AFD7ED558CCD;
        word ^= word >> 33;
        word *= 0xC4CEB9FE1A85EC53;
        return word ^ (word >> 33);
    }
}
