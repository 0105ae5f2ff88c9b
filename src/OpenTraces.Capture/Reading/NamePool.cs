using System.Text;
using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Reading;

/// <summary>Gives the same string for the same short text, so that a name repeated on every line is held once. Bounded.</summary>
internal sealed class NamePool
{
    private const int Slots = 1024;
    private const int MaxLength = 64;
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
        var hash = 2166136261u;
        foreach (var b in utf8)
            hash = (hash ^ b) * 16777619u;
        return hash ^ (hash >> 15);
    }
}
