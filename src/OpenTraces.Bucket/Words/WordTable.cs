using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OpenTraces.Bucket.Words;

/// <summary>
/// The distinct words of a trace, numbered in the order of their first appearance: a word is compared and counted by its
/// number from then on, and no string is made of it.
/// </summary>
internal sealed class WordTable
{
    private const ulong Odd = 0x9E3779B97F4A7C15;

    // Words come from sessions, which anybody may have written: with a seed nobody can make them collide.
    private readonly ulong _seed = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private WordEntry[] _entries = new WordEntry[256];
    private byte[] _bytes = new byte[2048];
    private int _length;

    // The upper half of a digest and the number from 1; 0 is a free place.
    private ulong[] _places = new ulong[512];

    public int Count { get; private set; }

    public ref WordEntry this[int number] => ref _entries[number];

    /// <summary>The word in UTF-8; valid until the next is added.</summary>
    public ReadOnlySpan<byte> Word(int number) => _bytes.AsSpan(_entries[number].Start, _entries[number].Length);

    /// <summary>The number of a word; -1 when it is new and there are <paramref name="most"/> words already.</summary>
    public int FindOrAdd(ReadOnlySpan<byte> word, int most)
    {
        var digest = Digest(word) & ~(ulong)uint.MaxValue;
        var places = _places;
        var mask = places.Length - 1;
        for (var at = (int)(digest >> 32) & mask; ; at = (at + 1) & mask)
        {
            var place = places[at];
            if (place == 0)
                return Count < most ? Add(word, digest, at) : -1;
            var number = (int)(uint)place - 1;
            if ((place ^ digest) <= uint.MaxValue && word.SequenceEqual(Word(number)))
                return number;
        }
    }

    /// <summary>The words of a use, separated by spaces, in the order of their numbers.</summary>
    public byte[] Join(WordUses use)
    {
        var length = 0;
        for (var i = 0; i < Count; i++)
            length += (_entries[i].Uses & use) == 0 ? 0 : _entries[i].Length + 1;
        var joined = new byte[Math.Max(0, length - 1)];
        var rest = joined.AsSpan();
        for (var i = 0; i < Count; i++)
        {
            if ((_entries[i].Uses & use) == 0)
                continue;
            if (rest.Length < joined.Length)
            {
                rest[0] = (byte)' ';
                rest = rest[1..];
            }

            Word(i).CopyTo(rest);
            rest = rest[_entries[i].Length..];
        }

        return joined;
    }

    private int Add(ReadOnlySpan<byte> word, ulong digest, int at)
    {
        if (Count == _entries.Length)
            Array.Resize(ref _entries, 2 * Count);
        if (_bytes.Length - _length < word.Length)
            Array.Resize(ref _bytes, 2 * _bytes.Length);
        word.CopyTo(_bytes.AsSpan(_length));
        _entries[Count] = new WordEntry { Start = _length, Length = (byte)word.Length, Page = -1 };
        _length += word.Length;
        _places[at] = digest | (uint)++Count;
        if (Count > _places.Length / 2)
            Grow();
        return Count - 1;
    }

    private void Grow()
    {
        var places = new ulong[2 * _places.Length];
        var mask = places.Length - 1;
        foreach (var place in _places)
        {
            if (place == 0)
                continue;
            var at = (int)(place >> 32) & mask;
            while (places[at] != 0)
                at = (at + 1) & mask;
            places[at] = place;
        }

        _places = places;
    }

    private ulong Digest(ReadOnlySpan<byte> word)
    {
        ulong a, b;
        var state = _seed;
        if (word.Length < 4)
        {
            a = ((ulong)word[0] << 16) | ((ulong)word[word.Length / 2] << 8) | word[^1];
            b = 0;
        }
        else if (word.Length <= 8)
        {
            a = BinaryPrimitives.ReadUInt32LittleEndian(word);
            b = BinaryPrimitives.ReadUInt32LittleEndian(word[^4..]);
        }
        else
        {
            for (var rest = word; rest.Length > 16; rest = rest[16..])
                state = Mix(BinaryPrimitives.ReadUInt64LittleEndian(rest) ^ Odd, BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]) ^ state);
            a = BinaryPrimitives.ReadUInt64LittleEndian(word[^Math.Min(16, word.Length)..]);
            b = BinaryPrimitives.ReadUInt64LittleEndian(word[^8..]);
        }

        return Mix(Odd ^ (ulong)word.Length, Mix(a ^ Odd, b ^ state));
    }

    private static ulong Mix(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }
}
