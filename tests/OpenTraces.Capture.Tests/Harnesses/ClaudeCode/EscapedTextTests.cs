using System.Text;
using FsCheck;
using FsCheck.Fluent;
using OpenTraces.Capture.Harnesses.ClaudeCode.Edits;
using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode;

public class EscapedTextTests
{
    /// <summary>Pieces of JSON strings as they are written: plain, escaped, needlessly escaped, by number, and no text at all.</summary>
    private static readonly Gen<string> Json =
        Gen.Elements("a", "b", "n", "é", "\\n", "\\r\\n", "\\t", "\\\\", "\\\"", "\\/", "\\u000a", "\\u0061", "\\ud800", "\uD83D\uDE00").ArrayOf().Select(string.Concat);

    [Fact]
    public void A_place_found_without_decoding_is_the_place_found_by_decoding() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Arb.From(Gen.Zip(Json, Gen.Zip(Json, Json))), c =>
        {
            var (before, (old, after)) = c;
            foreach (var file in new[] { before + old + after, before + after, before + after + old })
            {
                var replacement = Replacement.Of(Raw(old), Raw("new\\nline"), all: false)!;
                var quick = replacement.Place(Raw(file).Utf8.Span);
                if (quick is null)
                    continue;
                var slow = replacement.Place(Raw(file).AsString()!);
                Assert.NotNull(slow);
                Assert.Equal(slow.Select(h => (h.OldStart, h.NewStart, string.Join('|', h.Removed), string.Join('|', h.Added))),
                    quick.Select(h => (h.OldStart, h.NewStart, string.Join('|', h.Removed), string.Join('|', h.Added))));
            }
        }));

    [Fact]
    public void A_plain_text_is_found_without_decoding()
    {
        var place = EscapedText.Find(Raw("one\\ntwo \\\\n three\\nfour").Utf8.Span, Raw("n three").Utf8.Span);
        Assert.Equal(new EscapedPlace(5, 11, 18, 20, 1), place);
    }

    [Fact]
    public void What_stands_inside_an_escape_does_not_hide_what_stands_behind_it() =>
        Assert.Equal(new EscapedPlace(3, 5, 7, 7, 1), EscapedText.Find(Raw("x\\nb nb").Utf8.Span, Raw("nb").Utf8.Span));

    [Fact]
    public void What_stands_inside_an_escape_is_not_found()
    {
        Assert.Null(EscapedText.Find(Raw("a\\nb").Utf8.Span, Raw("nb").Utf8.Span));
        Assert.Null(EscapedText.Find(Raw("a\\u0062").Utf8.Span, Raw("62").Utf8.Span));
        Assert.Null(EscapedText.Find("[1]"u8, Raw("1").Utf8.Span));
        Assert.Null(EscapedText.Find(Raw("a").Utf8.Span, Raw("").Utf8.Span));
    }

    [Fact]
    public void Lengths_and_lines_are_those_of_the_text() => Check.QuickThrowOnFailure(Prop.ForAll(Arb.From(Json), json =>
    {
        var text = Raw(json).AsString()!;
        foreach (var most in new[] { 0, text.Length - 1, text.Length, text.Length + 1 })
            Assert.Equal(text.Length > most, EscapedText.IsLonger(Raw(json).Utf8.Span, most));
        var lines = text.Count(c => c == '\n') + (text.Length > 0 && text[^1] != '\n' ? 1 : 0);
        Assert.Equal(lines, EscapedText.CountLines(Raw(json).Utf8.Span));
    }));

    private static RawJson Raw(string json) => RawJson.FromTrusted(Encoding.UTF8.GetBytes($"\"{json}\""));
}
