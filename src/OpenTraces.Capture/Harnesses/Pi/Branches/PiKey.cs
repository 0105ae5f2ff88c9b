using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Harnesses.Pi.Branches;

/// <summary>
/// Sixteen bytes that stand for an id: the id itself when it is short, as Pi's own are, else a fast digest, which guards
/// nothing against intent: who makes two ids collide spoils a session of their own.
/// </summary>
internal static class PiKey
{
    private const int MaxShort = 15;
    private const ulong Prime = 0x00000100000001B3;

    public static UInt128 Of(string id)
    {
        // The highest byte keeps the forms apart: 1 to 16 for a short id of one character less, 0xFF for a digest.
        Span<byte> bytes = stackalloc byte[MaxShort + 1];
        if (id.Length > MaxShort || Ascii.FromUtf16(id, bytes, out var length) != OperationStatus.Done)
            return QuickDigest.OfId(id) | ((UInt128)0xFF << 120);
        bytes[length..MaxShort].Clear();
        bytes[MaxShort] = (byte)(length + 1);
        return BinaryPrimitives.ReadUInt128LittleEndian(bytes);
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
