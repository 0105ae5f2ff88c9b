using OpenTraces.Trail.PullRequests;
using Xunit;

namespace OpenTraces.Trail.Tests.PullRequests;

public sealed class QuotedTextTests
{
    [Theory]
    [InlineData("# A heading", @"\# A heading")]
    [InlineData("## Trace Provenance", @"\#\# Trace Provenance")]
    [InlineData("one\n## Two", @"one \#\# Two")]
    [InlineData("=== \n---", "\\=== ---")]
    [InlineData("- item", @"\- item")]
    [InlineData("+ item", @"\+ item")]
    [InlineData("12. item", @"12\. item")]
    [InlineData("1) item", @"1\) item")]
    [InlineData("version 1.2", "version 1.2")]
    [InlineData("</details><script>x</script>", @"\</details\>\<script\>x\</script\>")]
    [InlineData("<!-- opentraces:end -->", @"\<!-- opentraces:end --\>")]
    [InlineData("![shot](https://a.example/x.png)", @"\!\[shot\](https:&#8203;//a.example/x.png)")]
    [InlineData("[here](x)", @"\[here\](x)")]
    [InlineData("[^1] and $x$", @"\[^1\] and \$x\$")]
    [InlineData("ask @octocat now", "ask @&#8203;octocat now")]
    [InlineData("mail at a @ b", "mail at a @ b")]
    [InlineData("fixes #12", @"fixes \#&#8203;12")]
    [InlineData("closes owner/repo#12", @"closes owner/repo\#&#8203;12")]
    [InlineData("resolves GH-12", "resolves GH-&#8203;12")]
    [InlineData("fixes https://github.com/o/r/issues/1", "fixes https:&#8203;//github.com/o/r/issues/1")]
    [InlineData("see www.example.com", "see www&#8203;.example.com")]
    [InlineData("&#64;octocat &lt;b&gt;", @"\&\#&#8203;64;octocat \&lt;b\&gt;")]
    [InlineData("a | b", @"a \| b")]
    [InlineData("*bold* _it_ ~no~", @"\*bold\* \_it\_ \~no\~")]
    [InlineData(@"\# \@x", @"\\\# \\@&#8203;x")]
    [InlineData("``````end", @"\`\`\`end")]
    [InlineData("[REDACTED:password:0123abcd](x)", @"[REDACTED:password:0123abcd]\(x)")]
    [InlineData("[REDACTED:password:0123abcd]: x", @"[REDACTED:password:0123abcd]\: x")]
    [InlineData("a\u202Eb\u0007c\u200Bd", "abcd")]
    public void A_prompt_is_nothing_but_text_in_Markdown(string text, string escaped) =>
        Assert.Equal(escaped, QuotedText.Markdown(text, 400));

    [Theory]
    [InlineData("</summary><img src=x>", "&lt;/summary&gt;&lt;img src=x&gt;")]
    [InlineData("a \"b\" & c", "a &quot;b&quot; &amp; c")]
    [InlineData("@octocat fixes #12", "@&#8203;octocat fixes #&#8203;12")]
    [InlineData("GH-1 http://x", "GH-&#8203;1 http:&#8203;//x")]
    public void A_subject_is_nothing_but_text_in_HTML(string text, string escaped) =>
        Assert.Equal(escaped, QuotedText.Html(text, 400));

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdefg", 6, "abcde…")]
    [InlineData("abcd efg", 6, "abcd…")]
    [InlineData("e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301")]
    [InlineData("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 3, "👩‍👩‍👧…")]
    [InlineData("x [REDACTED:password:0123abcd] y", 20, "x…")]
    [InlineData("x [REDACTED:password:0123abcd] y", 33, "x [REDACTED:password:0123abcd] y")]
    public void A_long_text_is_cut_between_what_a_reader_sees_as_letters(string text, int limit, string cut) =>
        Assert.Equal(cut, QuotedText.Plain(text, limit));

    [Fact]
    public void Half_a_pair_of_surrogates_becomes_a_sign_that_can_be_written() =>
        Assert.Equal("a\uFFFDb", QuotedText.Plain("a\uD800b", 10));
}
