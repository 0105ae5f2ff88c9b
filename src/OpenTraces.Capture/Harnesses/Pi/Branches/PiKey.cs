using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace OpenTraces.Capture.Harnesses.Pi.Branches;

/// <summary>
/// Sixteen bytes that stand for an id: the id itself when it is short, as Pi's own are, else its digest. Two ids have the same
/// key only if they are the same.
/// </summary>
internal static class PiKey
{
    private const int MaxShort = 15;
    private const ulong Prime = 0x00000100000001B3;

    public static UInt128 Of(string id)
    {
        // The last byte keeps the forms apart: 1 to 16 for a short id of one character less, 0xFF for a digest.
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        if (id.Length <= MaxShort && Ascii.FromUtf16(id, bytes, out var length) == OperationStatus.Done)
        {
            bytes[length..MaxShort].Clear();
            bytes[MaxShort] = (byte)(length + 1);
        }
        else
        {
            SHA256.HashData(MemoryMarshal.AsBytes(id.AsSpan()), bytes);
            bytes[MaxShort] = 0xFF;
        }

        return MemoryMarshal.Read<UInt128>(bytes);
    }

    /// <summary>A digest that goes on with a text, or with none: fast, and no guard against intent.</summary>
    public static ulong Mix(ulong digest, string? text)
    {
        foreach (var c in text ?? "")
            digest = (digest ^ c) * Prime;
        // No character has these numbers.
        digest = (digest ^ (text is null ? 0x1_0000ul : 0x1_0001ul)) * Prime;
        return digest ^ (digest >> 32);
    }
}
