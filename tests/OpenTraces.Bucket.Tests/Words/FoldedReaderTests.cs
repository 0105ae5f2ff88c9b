using System.Text;
using OpenTraces.Bucket.Words;
using Xunit;

namespace OpenTraces.Bucket.Tests.Words;

public class FoldedReaderTests
{
    private static readonly string[] Pieces =
        ["a", "Z", "9", "word", "Émile", "e\u0301", "\u0301", "漢", "ひら", "😀", "𝐀", "\ud800", " ", "\n", "_", "->", "…", "→ ", "ſ", "\u00A0", "İ"];

    [Fact]
    public void The_words_are_those_of_the_plain_reader()
    {
        var random = new Random(11);
        for (var round = 0; round < 400; round++)
        {
            var text = new StringBuilder();
            var kinds = random.Next(1, Pieces.Length);
            for (var left = random.Next(0, 900); left > 0; left--)
            {
                var piece = Pieces[random.Next(kinds)];
                text.Insert(text.Length, piece, random.Next(40) == 0 ? random.Next(1500) : 1);
            }

            Assert.Equal(Plain(text.ToString()), Folded(text.ToString()));
        }
    }

    [Fact]
    public void A_word_across_the_end_of_a_block_is_one_word()
    {
        for (var before = WordBuffer.Block - 70; before < WordBuffer.Block + 3; before++)
        {
            foreach (var word in new[] { "Word", new string('x', 60), "naïve", "x" })
            {
                foreach (var after in new[] { "", " ", " end", new string(' ', WordBuffer.Block) + "end" })
                {
                    var text = new string(' ', before) + word + after;
                    Assert.Equal(Plain(text), Folded(text));
                }
            }
        }
    }

    [Fact]
    public void A_run_longer_than_a_block_is_one_word()
    {
        var text = new string('A', (5 * WordBuffer.Block) + 1) + " b";
        Assert.Equal([new string('a', WordReader.MaxLength), "b"], Folded(text));
    }

    private static List<string> Plain(string text)
    {
        var words = new List<string>();
        Span<char> word = stackalloc char[WordReader.MaxLength];
        var reader = new WordReader(text);
        while (reader.TryRead(word, out var length))
            words.Add(word[..length].ToString());
        return words;
    }

    private static List<string> Folded(string text)
    {
        var words = new List<string>();
        var buffer = new WordBuffer();
        var reader = new FoldedReader(text, buffer);
        while (reader.TryRead(out var start, out var length))
            words.Add(Encoding.UTF8.GetString(buffer.Bytes, start, length));
        return words;
    }
}
