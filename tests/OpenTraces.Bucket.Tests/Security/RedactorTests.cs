using FsCheck;
using FsCheck.Fluent;
using OpenTraces.Bucket.Security;
using Xunit;

namespace OpenTraces.Bucket.Tests.Security;

public sealed class RedactorTests
{
    [Fact]
    public void Without_findings_the_same_text_comes_back() => Assert.Same("text", Redactor.Apply("text", [], Samples.Key, out _));

    [Fact]
    public void Overlapping_spans_become_one_and_the_gravest_names_it()
    {
        var text = Redactor.Apply("0123456789", [Span(2, 3, "low_rule", "low"), Span(4, 4, "grave", "critical")], Samples.Key, out var replaced);

        Assert.Equal($"01[REDACTED:grave:{Samples.Key.TokenOf("234567")}]89", text);
        Assert.Equal(1, replaced);
    }

    [Fact]
    public void Spans_that_only_touch_stay_two()
    {
        var text = Redactor.Apply("abcd", [Span(0, 2), Span(2, 2)], Samples.Key, out var replaced);

        Assert.Equal($"[REDACTED:rule:{Samples.Key.TokenOf("ab")}][REDACTED:rule:{Samples.Key.TokenOf("cd")}]", text);
        Assert.Equal(2, replaced);
    }

    [Fact]
    public void A_replacement_of_the_tool_is_used_unless_another_span_overlaps_it()
    {
        var own = Span(0, 2) with { Replacement = "X" };

        Assert.Equal("Xcd", Redactor.Apply("abcd", [own], Samples.Key, out _));
        Assert.Equal("Xcd", Redactor.Apply("abcd", [own, own], Samples.Key, out _));
        Assert.StartsWith("[REDACTED:rule:", Redactor.Apply("abcd", [own, Span(1, 2)], Samples.Key, out _), StringComparison.Ordinal);
    }

    [Fact]
    public void A_surrogate_pair_is_never_split()
    {
        var text = "a😀b";

        Assert.Equal($"a[REDACTED:rule:{Samples.Key.TokenOf("😀b")}]", Redactor.Apply(text, [Span(2, 2)], Samples.Key, out _));
        Assert.Equal($"[REDACTED:rule:{Samples.Key.TokenOf("a😀")}]b", Redactor.Apply(text, [Span(0, 2)], Samples.Key, out _));
    }

    [Fact]
    public void A_lone_surrogate_survives_beside_a_span() =>
        Assert.EndsWith("]\uD83D", Redactor.Apply("ab\uD83D", [Span(0, 2)], Samples.Key, out _), StringComparison.Ordinal);

    [Fact]
    public void A_placeholder_is_not_redacted_again_and_is_swallowed_by_a_span_across_its_edge()
    {
        const string placeholder = "[REDACTED:rule:0123abcd]";

        Assert.Equal(placeholder, Redactor.Apply(placeholder, [Span(15, 8)], Samples.Key, out var none));
        Assert.Equal(0, none);
        Assert.DoesNotContain("0123abcd", Redactor.Apply("ab" + placeholder, [Span(1, 3)], Samples.Key, out _), StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_in_the_place_of_a_rule_name_is_still_redacted() =>
        Assert.DoesNotContain("topsecret", Redactor.Apply("[REDACTED:topsecret:0123abcd]", [Span(10, 9)], Samples.Key, out _), StringComparison.Ordinal);

    [Fact]
    public void Whatever_the_spans_no_reported_value_is_left_and_the_rest_stays() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<(NonNull<string> Text, byte[] Numbers)>(), input =>
        {
            var text = input.Text.Get.Replace("[", "(", StringComparison.Ordinal);
            var spans = Spans(text, input.Numbers ?? []);
            var covered = new bool[text.Length];
            foreach (var span in spans)
                Array.Fill(covered, true, span.Start, span.Length);

            var result = Redactor.Apply(text, spans, Samples.Key, out _);

            var rest = System.Text.RegularExpressions.Regex.Replace(result, @"\[REDACTED:rule:[0-9a-f]{8}\]", "");
            var kept = new string([.. text.Where((_, i) => !covered[i] && !HalfCovered(text, covered, i))]);
            return rest == kept;
        }));

    private static bool HalfCovered(string text, bool[] covered, int i) =>
        (char.IsLowSurrogate(text[i]) && i > 0 && char.IsHighSurrogate(text[i - 1]) && covered[i - 1])
        || (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) && covered[i + 1]);

    private static List<Finding> Spans(string text, byte[] numbers)
    {
        var spans = new List<Finding>();
        for (var i = 0; text.Length > 0 && i + 1 < numbers.Length; i += 2)
        {
            var start = numbers[i] % text.Length;
            spans.Add(Span(start, 1 + (numbers[i + 1] % (text.Length - start))));
        }

        return spans;
    }

    private static Finding Span(int start, int length, string rule = "rule", string severity = "high") =>
        new() { Field = 0, Start = start, Length = length, Rule = rule, Severity = severity };
}
