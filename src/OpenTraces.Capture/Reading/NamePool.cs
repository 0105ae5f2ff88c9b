using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Reading;

/// <summary>Gives the same string for the same short text, so that a name repeated on every line is held once. Bounded.</summary>
internal sealed class NamePool
{
    private const int Slots = 256;
    private const int MaxLength = 64;
    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    private readonly (byte[] Utf8, string Text)[] _slots = new (byte[], string)[Slots];

    /// <summary>The text of the string or property name the reader stands on.</summary>
    public string Get(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped || reader.HasValueSequence || reader.ValueSpan.Length > MaxLength
            ? JsonText.ReadString(ref reader)
            : Get(reader.ValueSpan);

    public string Get(ReadOnlySpan<byte> utf8)
    {
        ref var slot = ref _slots[Hash(utf8) % Slots];
        if (slot.Text is not null && utf8.SequenceEqual(slot.Utf8))
            return slot.Text;
        slot = (utf8.ToArray(), Encoding.UTF8.GetString(utf8));
        return slot.Text;
    }

    private static uint Hash(ReadOnlySpan<byte> utf8)
    {
        // Eight bytes at a time, the last eight overlapping those before: names differ at their ends.
        var hash = (ulong)utf8.Length * Multiplier;
        if (utf8.Length < sizeof(ulong))
        {
            foreach (var b in utf8)
                hash = (hash ^ b) * Multiplier;
            return (uint)(hash >> 40);
        }

        for (var at = 0; at + sizeof(ulong) < utf8.Length; at += sizeof(ulong))
            hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(utf8[at..])) * Multiplier;
        hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(utf8[^sizeof(ulong)..])) * Multiplier;
        return (uint)(hash >> 40);
    }
}
