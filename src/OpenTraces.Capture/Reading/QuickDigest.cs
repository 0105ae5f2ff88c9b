using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Reading;

/// <summary>
/// Fast digests, to know ids and copies of lines by within one session. They guard nothing against intent: who forges a
/// copy spoils a session of their own.
/// </summary>
internal static class QuickDigest
{
    private const ulong Prime = 0x9E3779B97F4A7C15;
    private const ulong OtherPrime = 0xC2B2AE3D27D4EB4F;

    public static ulong Of(ReadOnlySpan<byte> bytes) => Of(bytes, Prime);

    public static ulong Of(string? text, ulong seed)
    {
        foreach (var c in text ?? "")
            seed = Mix(seed, c);
        return Mix(seed, 0xFFFF_FFFF);
    }

    /// <summary>What stands for an id of any kind.</summary>
    public static UInt128 OfId(ReadOnlySpan<byte> utf8) => new(Of(utf8, Prime), Of(utf8, OtherPrime));

    /// <inheritdoc cref="OfId(ReadOnlySpan{byte})"/>
    public static UInt128 OfId(string id)
    {
        Span<byte> utf8 = stackalloc byte[256];
        if (id.Length <= utf8.Length / 3)
            return OfId(utf8[..Encoding.UTF8.GetBytes(id, utf8)]);
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(id.Length));
        var digest = OfId(rented.AsSpan(0, Encoding.UTF8.GetBytes(id, rented)));
        ArrayPool<byte>.Shared.Return(rented);
        return digest;
    }

    /// <summary>The id in the string the reader stands on, like <see cref="JsonRead.Text"/>.</summary>
    public static UInt128? ReadId(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
            return reader.ValueIsEscaped ? OfId(JsonText.ReadString(ref reader)) : OfId(reader.ValueSpan);
        reader.Skip();
        return null;
    }

    /// <summary>One digest of several.</summary>
    public static UInt128 Combine(UInt128 a, UInt128 b, ulong c) => new(
        Mix(Mix((ulong)a, (ulong)b), c), Mix(Mix((ulong)(a >> 64), (ulong)(b >> 64)), c ^ OtherPrime));

    private static ulong Of(ReadOnlySpan<byte> bytes, ulong prime)
    {
        var hash = (ulong)bytes.Length * prime;
        // Four chains, so that the processor need not wait for one product to begin the next.
        if (bytes.Length >= 64)
            hash = Mix(hash, Lanes(ref bytes, prime));
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

    private static ulong Lanes(ref ReadOnlySpan<byte> bytes, ulong prime)
    {
        var (a, b, c, d) = (prime, ~prime, prime * 3, prime * 5);
        var length = bytes.Length & ~31;
        for (var at = 0; at < length; at += 32)
        {
            var part = bytes.Slice(at, 32);
            a = Mix(a, BinaryPrimitives.ReadUInt64LittleEndian(part));
            b = Mix(b, BinaryPrimitives.ReadUInt64LittleEndian(part[8..]));
            c = Mix(c, BinaryPrimitives.ReadUInt64LittleEndian(part[16..]));
            d = Mix(d, BinaryPrimitives.ReadUInt64LittleEndian(part[24..]));
        }

        bytes = bytes[length..];
        return Mix(Mix(a, b), Mix(c, d));
    }

    /// <summary>A digest that goes on.</summary>
    public static ulong Mix(ulong hash, ulong value)
    {
        hash = (hash ^ value) * Prime;
        return BitOperations.RotateLeft(hash, 31) ^ (hash >> 17);
    }
}
