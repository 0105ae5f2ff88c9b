using OpenTraces.Trail.Text;
using Xunit;

namespace OpenTraces.Trail.Tests.Text;

public sealed class TokenLexerTests
{
    private static int[] Tokens(Vocabulary vocabulary, string text) => TokenLexer.Lex(text.Split('\n'), vocabulary).Tokens;

    [Theory]
    [InlineData("call(a, b)", "call(\n  a,\n  b,\n)")]
    [InlineData("x = 'one'", "x=\"one\";")]
    [InlineData("return  a+b", "return a + b")]
    [InlineData("[1,\n2,\n]", "[1, 2]")]
    public void A_formatter_changes_no_token(string before, string after)
    {
        var vocabulary = new Vocabulary();
        Assert.Equal(Tokens(vocabulary, before), Tokens(vocabulary, after));
    }

    [Theory]
    [InlineData("a b", "ab")]
    [InlineData("f(a, b)", "f(b, a)")]
    [InlineData("x == 1", "x = 1")]
    public void Another_meaning_changes_tokens(string before, string after)
    {
        var vocabulary = new Vocabulary();
        Assert.NotEqual(Tokens(vocabulary, before), Tokens(vocabulary, after));
    }

    [Fact]
    public void Every_token_knows_its_line()
    {
        var text = TokenLexer.Lex(["call(", "", "  a,", ")"], new Vocabulary());
        Assert.Equal([0, 0, 2, 3], Enumerable.Range(0, text.Tokens.Length).Select(text.LineOf));
    }

    [Fact]
    public void Relaid_lines_point_to_all_the_lines_they_became()
    {
        var pairs = Relayout.Find(["keep(this)", "call(a, b)", "gone()"], ["keep(this)", "call(", "  a,", "  b,", ")", "fresh()"], new Vocabulary());
        Assert.Equal([new LinePair(0, 0, true)], pairs);
        pairs = Relayout.Find(["  keep(this)", "call(a, b)"], ["keep(this)", "call(", "  a,", "  b", ")"], new Vocabulary());
        Assert.Equal([(0, 0), (1, 1), (1, 2), (1, 3), (1, 4)], pairs.Select(p => (p.Old, p.New)));
    }
}
