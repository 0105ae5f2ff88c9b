using System.Buffers.Binary;
using System.Numerics;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Lines;

/// <summary>A fast 64-bit digest, to find copies within one session. It guards nothing against intent.</summary>
internal static class QuickDigest
{
    private const ulong Prime = 0x9E3779B97F4A7C15;

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length * Prime;
        while (bytes.Length >= sizeof(ulong))
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        var rest = 0ul;
        foreach (var b in bytes)
            rest = (rest << 8) | b;
        hash = Mix(hash, rest);
        return hash ^ (hash >> 29);
    }

    public static ulong Of(string? text, ulong seed)
    {
        foreach (var c in text ?? "")
            seed = Mix(seed, c);
        return Mix(seed, 0xFFFF_FFFF);
    }

    private static ulong Mix(ulong hash, ulong value)
    {
        hash = (hash ^ value) * Prime;
        return BitOperations.RotateLeft(hash, 31) ^ (hash >> 17);
    }
}
