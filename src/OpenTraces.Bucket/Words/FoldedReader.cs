using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace OpenTraces.Bucket.Words;

/// <summary>
/// Reads the same words as <see cref="WordReader"/>, in UTF-8. Most text of sessions is ASCII: it is folded sixteen characters
/// at a time, and where words begin and end is read off a bit for each character. Words that hold or touch anything else
/// are left to <see cref="WordReader"/>.
/// </summary>
internal ref struct FoldedReader(ReadOnlySpan<char> text, WordBuffer buffer)
{
    private readonly ReadOnlySpan<char> _text = text;

    // The block: where it begins in the text, how many characters it has, and the first of them not yet read.
    private int _at;
    private int _count;
    private int _next;

    /// <summary>Finds the next word in <see cref="WordBuffer.Bytes"/>.</summary>
    public bool TryRead(out int start, out int length)
    {
        while (true)
        {
            start = Find(_next, inverted: 0);
            var end = start == _count ? _count : Find(start + 1, inverted: ulong.MaxValue);
            if (start < _count && (end < _count || _at + end == _text.Length))
            {
                _next = end;
                length = Math.Min(end - start, WordReader.MaxLength);
                return true;
            }

            // The word may go on behind the block, which begins anew where the word does.
            var isStuck = start == 0 && _count > 0;
            var isEncoded = _at + _count < _text.Length && _text[_at + _count] >= 0x80;
            _at += start;
            if (_at == _text.Length)
            {
                length = 0;
                return false;
            }

            if (isStuck || isEncoded)
                return TryReadEncoded(out start, out length);
            Fold();
        }
    }

    private bool TryReadEncoded(out int start, out int length)
    {
        Span<char> word = stackalloc char[WordReader.MaxLength];
        var reader = new WordReader(_text[_at..]);
        var found = reader.TryRead(word, out length);
        start = WordBuffer.Encoded;
        length = Encoding.UTF8.GetBytes(word[..length], buffer.Bytes.AsSpan(start));
        _at += reader.End;
        Fold();
        return found;
    }

    /// <summary>Makes a block of the characters that follow, up to the first that is not ASCII.</summary>
    private void Fold()
    {
        var rest = _text.Slice(_at, Math.Min(WordBuffer.Block, _text.Length - _at));
        var units = MemoryMarshal.Cast<char, ushort>(rest);
        var bytes = buffer.Bytes.AsSpan(0, WordBuffer.Block);
        (_next, _count) = (0, 0);
        ulong letters = 0;
        for (; _count + 16 <= units.Length; _count += 16)
        {
            var low = Vector128.Create(units.Slice(_count, 8));
            var high = Vector128.Create(units.Slice(_count + 8, 8));
            if (((low | high) & Vector128.Create<ushort>(0xFF80)) != Vector128<ushort>.Zero)
                break;
            letters |= (ulong)Fold(Vector128.Narrow(low, high), bytes.Slice(_count, 16)) << (_count % 64);
            if (_count % 64 != 48)
                continue;
            buffer.Letters[_count / 64] = letters;
            letters = 0;
        }

        for (; _count < rest.Length && rest[_count] < 0x80; _count++)
        {
            var folded = WordFold.Fold(rest[_count]);
            bytes[_count] = (byte)folded;
            if (char.IsAsciiLetterOrDigit(folded))
                letters |= 1UL << (_count % 64);
            if (_count % 64 != 63)
                continue;
            buffer.Letters[_count / 64] = letters;
            letters = 0;
        }

        if (_count % 64 != 0)
            buffer.Letters[_count / 64] = letters;
    }

    /// <summary>Folds sixteen characters; a bit for each letter or digit.</summary>
    private static uint Fold(Vector128<byte> ascii, Span<byte> folded)
    {
        var lower = ascii | Vector128.Create((byte)0x20);
        var isLetter = Vector128.LessThan(lower - Vector128.Create((byte)'a'), Vector128.Create((byte)26));
        var isDigit = Vector128.LessThan(ascii - Vector128.Create((byte)'0'), Vector128.Create((byte)10));
        Vector128.ConditionalSelect(isLetter, lower, ascii).CopyTo(folded);
        return (isLetter | isDigit).ExtractMostSignificantBits();
    }

    /// <summary>The first letter from a place on, or the first other one where the bits are inverted; the end without any.</summary>
    private readonly int Find(int from, ulong inverted)
    {
        if (from >= _count)
            return _count;
        var place = from / 64;
        var bits = (buffer.Letters[place] ^ inverted) & (ulong.MaxValue << (from % 64));
        while (bits == 0)
        {
            if (++place * 64 >= _count)
                return _count;
            bits = buffer.Letters[place] ^ inverted;
        }

        return Math.Min(_count, (place * 64) + BitOperations.TrailingZeroCount(bits));
    }
}
