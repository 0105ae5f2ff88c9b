using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace OpenTraces.Bucket.Words;

/// <summary>
/// The distinct words of a trace, numbered in the order of their first appearance: a word is compared and counted by its
/// number from then on, and no string is made of it.
/// </summary>
internal sealed class WordTable
{
    private const ulong Odd = 0x9E3779B97F4A7C15;

    /// <summary>
    /// Words up to this length are their own key. The last byte of eight is text, so it is neither the length of a shorter one
    /// nor the mark of a longer one, which is no byte of UTF-8.
    /// </summary>
    private const int ShortLength = 8;

    private const ulong LongMark = 0xFFUL << 56;

    // Words come from sessions, which anybody may have written: with a seed nobody can make them collide.
    private readonly ulong _seed = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private WordEntry[] _entries = new WordEntry[512];
    private byte[] _bytes = new byte[2048];

    /// <summary>Where each word ends in the bytes.</summary>
    private int[] _ends = new int[256];

    public int Count { get; private set; }

    /// <summary>The word in UTF-8; valid until the next is added.</summary>
    public ReadOnlySpan<byte> Word(int number) => _bytes.AsSpan((number == 0 ? 0 : _ends[number - 1]).._ends[number]);

    /// <summary>The entry of a word; a null reference when it is new and there are <paramref name="most"/> words already.</summary>
    /// <param name="bytes">Holds the word, and at least eight bytes from where it begins.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">How long it is; at least 1, at most <see cref="WordReader.MaxUtf8Length"/>.</param>
    /// <param name="most">How many words there may be.</param>
    public ref WordEntry FindOrAdd(ReadOnlySpan<byte> bytes, int start, int length, int most)
    {
        var beginning = BinaryPrimitives.ReadUInt64LittleEndian(bytes[start..]);
        var key = length switch
        {
            < ShortLength => (beginning & ((1UL << (8 * length)) - 1)) | ((ulong)length << 56),
            ShortLength => beginning,
            _ => Digest(bytes.Slice(start, length)) | LongMark,
        };
        var entries = _entries;
        var mask = entries.Length - 1;
        for (var at = Place(key) & mask; ; at = (at + 1) & mask)
        {
            ref var entry = ref entries[at];
            if (entry.Key == key && (length <= ShortLength || bytes.Slice(start, length).SequenceEqual(Word(entry.Number))))
                return ref entry;
            if (entry.Key == 0)
                return ref Count < most ? ref Add(bytes.Slice(start, length), key) : ref Unsafe.NullRef<WordEntry>();
        }
    }

    /// <summary>The words of a use, separated by spaces, in the order of their numbers.</summary>
    public byte[] Join(WordUses use)
    {
        var isUsed = new bool[Count];
        foreach (ref var entry in _entries.AsSpan())
        {
            if (entry.Key != 0)
                isUsed[entry.Number] = (entry.Uses & use) != 0;
        }

        var length = -1;
        for (var i = 0; i < Count; i++)
            length += isUsed[i] ? Word(i).Length + 1 : 0;
        var joined = new byte[Math.Max(0, length)];
        var next = 0;
        for (var i = 0; i < Count; i++)
        {
            if (!isUsed[i])
                continue;
            if (next > 0)
                joined[next++] = (byte)' ';
            Word(i).CopyTo(joined.AsSpan(next));
            next += Word(i).Length;
        }

        return joined;
    }

    private ref WordEntry Add(ReadOnlySpan<byte> word, ulong key)
    {
        if (2 * Count >= _entries.Length)
            Grow();
        var start = Count == 0 ? 0 : _ends[Count - 1];
        if (_bytes.Length - start < word.Length)
            Array.Resize(ref _bytes, 2 * _bytes.Length);
        if (Count == _ends.Length)
            Array.Resize(ref _ends, 2 * Count);
        word.CopyTo(_bytes.AsSpan(start));
        _ends[Count] = start + word.Length;
        ref var entry = ref FreePlace(_entries, key);
        entry = new WordEntry { Key = key, Number = Count++, Page = -1 };
        return ref entry;
    }

    private void Grow()
    {
        var larger = new WordEntry[2 * _entries.Length];
        foreach (ref var entry in _entries.AsSpan())
        {
            if (entry.Key != 0)
                FreePlace(larger, entry.Key) = entry;
        }

        _entries = larger;
    }

    private ref WordEntry FreePlace(WordEntry[] entries, ulong key)
    {
        var at = Place(key) & (entries.Length - 1);
        while (entries[at].Key != 0)
            at = (at + 1) & (entries.Length - 1);
        return ref entries[at];
    }

    private int Place(ulong key) => (int)Mix(key ^ _seed, Odd);

    private ulong Digest(ReadOnlySpan<byte> word)
    {
        var state = _seed + (ulong)word.Length;
        for (var rest = word; rest.Length > 8; rest = rest[8..])
            state = Mix(BinaryPrimitives.ReadUInt64LittleEndian(rest) ^ state, Odd);
        return Mix(BinaryPrimitives.ReadUInt64LittleEndian(word[^8..]) ^ state, Odd);
    }

    private static ulong Mix(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }
}
