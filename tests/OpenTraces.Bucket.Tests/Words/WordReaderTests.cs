using FsCheck;
using FsCheck.Fluent;
using OpenTraces.Bucket.Words;
using Xunit;

namespace OpenTraces.Bucket.Tests.Words;

public class WordReaderTests
{
    [Theory]
    [InlineData("Hello, World! hello", "hello world")]
    [InlineData("a_b-c.d/e", "a b c d e")]
    [InlineData("ÅNGSTRÖM Straße naïve", "angstrom straße naive")]
    [InlineData("e\u0301te\u0301", "ete")]
    [InlineData("数据ab", "数 据 ab")]
    [InlineData("x🎉y 🎉", "x 🎉 y")]
    [InlineData("\u0301 \ud83c \udf89 ", "")]
    [InlineData("v1.2.3", "v1 2 3")]
    [InlineData("𝐀𝐁", "𝐀𝐁")]
    [InlineData("", "")]
    public void Text_is_split_into_folded_words(string text, string words) => Assert.Equal(words, string.Join(' ', WordSet.Of(text)));

    [Fact]
    public void A_very_long_run_counts_by_its_beginning()
    {
        Assert.Equal([new string('a', 48)], WordSet.Of(new string('A', 5000)));
        Assert.Equal(46, WordSet.Of("aa" + string.Concat(Enumerable.Repeat("𝐀", 100)))[0].Length - 2);
        Assert.Equal(47, WordSet.Of("a" + string.Concat(Enumerable.Repeat("𝐀", 100)))[0].Length);
    }

    [Fact]
    public void No_word_holds_what_the_database_could_take_for_syntax() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
            WordSet.Of(text).All(w => w.Length > 0 && w.All(c => c >= 0x80 || char.IsAsciiLetterOrDigit(c)))));

    [Fact]
    public void Words_of_words_are_the_same_words() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
            WordSet.Of(string.Join(' ', WordSet.Of(text))).SequenceEqual(WordSet.Of(text))));
}
