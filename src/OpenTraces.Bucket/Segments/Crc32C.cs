using System.Buffers.Binary;
using System.Numerics;

namespace OpenTraces.Bucket.Segments;

/// <summary>CRC-32C (Castagnoli): reflected, initial value and final XOR all ones.</summary>
internal static class Crc32C
{
    public const uint Start = uint.MaxValue;

    public static uint Of(ReadOnlySpan<byte> bytes) => End(Add(Start, bytes));

    /// <summary>The checksum of everything added since <see cref="Start"/>.</summary>
    public static uint End(uint crc) => ~crc;

    public static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var b in bytes)
            crc = BitOperations.Crc32C(crc, b);
        return crc;
    }
}
