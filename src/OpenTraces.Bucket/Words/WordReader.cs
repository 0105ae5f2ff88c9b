using System.Globalization;
using System.Text;

namespace OpenTraces.Bucket.Words;

/// <summary>
/// Splits text into the words that are searched: runs of letters and digits, folded; each character of a script that
/// writes without spaces, and each emoji, is a word of its own. The index and the query use the same words, so nothing in
/// a query is syntax.
/// </summary>
internal ref struct WordReader(ReadOnlySpan<char> text)
{
    /// <summary>Longer runs (encoded data) count by their beginning.</summary>
    public const int MaxLength = 48;

    /// <summary>The most bytes a word takes in UTF-8.</summary>
    public const int MaxUtf8Length = 3 * MaxLength;

    private readonly ReadOnlySpan<char> _text = text;
    private int _next;

    /// <summary>Where the word begins in the text.</summary>
    public int Start { get; private set; }

    /// <summary>Where it ends, not included.</summary>
    public int End => _next;

    /// <summary>Finds the next word and folds it into <paramref name="word"/>, which holds at least <see cref="MaxLength"/>.</summary>
    public bool TryRead(scoped Span<char> word, out int length)
    {
        length = 0;
        while (_next < _text.Length)
        {
            var kind = KindAt(_next, out var units);
            if (kind == WordKind.None)
            {
                _next += units;
                continue;
            }

            Start = _next;
            if (kind == WordKind.Single)
            {
                _text.Slice(_next, units).CopyTo(word);
                length = units;
                _next += units;
                return true;
            }

            length = ReadRun(word);
            if (length > 0)
                return true;
        }

        return false;
    }

    private int ReadRun(scoped Span<char> word)
    {
        var length = 0;
        while (_next < _text.Length && KindAt(_next, out var units) == WordKind.Letter)
        {
            for (var i = 0; i < units; i++)
            {
                var c = _text[_next + i];
                if (length < MaxLength && !WordFold.IsAccent(c))
                    word[length++] = WordFold.Fold(c);
            }

            _next += units;
        }

        // A pair cut in half would not be text any more.
        return length > 0 && char.IsHighSurrogate(word[length - 1]) ? length - 1 : length;
    }

    private readonly WordKind KindAt(int index, out int units)
    {
        units = 1;
        var c = _text[index];
        if (c < 0x80)
            return char.IsAsciiLetterOrDigit(c) ? WordKind.Letter : WordKind.None;
        if (Rune.DecodeFromUtf16(_text[index..], out var rune, out units) != System.Buffers.OperationStatus.Done)
            return WordKind.None;
        if (IsUnspaced(rune.Value))
            return WordKind.Single;
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber
                or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark => WordKind.Letter,
            UnicodeCategory.OtherSymbol when rune != Rune.ReplacementChar => WordKind.Single,
            _ => WordKind.None,
        };
    }

    /// <summary>Han, kana and Hangul.</summary>
    private static bool IsUnspaced(int value) => value is (>= 0x3041 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF)
        or (>= 0x4E00 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x323AF);

    private enum WordKind
    {
        None,
        Letter,
        Single,
    }
}
