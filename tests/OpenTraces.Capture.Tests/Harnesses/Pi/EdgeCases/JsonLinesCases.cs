using System.Text;
using Xunit;
using static OpenTraces.Capture.Tests.Harnesses.Pi.PiLines;

namespace OpenTraces.Capture.Tests.Harnesses.Pi.EdgeCases;

/// <summary>What may be wrong with any file of lines.</summary>
public class JsonLinesCases
{
    [Fact]
    public async Task An_empty_file_is_a_session_without_entries()
    {
        var run = await PiRun.OfAsync(Array.Empty<byte>());
        Assert.Empty(run.Entries);
        Assert.Empty(run.Steps);
    }

    [Fact]
    public async Task Blank_lines_are_ignored_entries_and_no_errors()
    {
        var run = await PiRun.OfAsync("", "  ", "\t");
        Assert.Equal(3, run.Count(EntryFate.Ignored, "blank_line"));
        Assert.Equal(0, run.Count(EntryFate.Malformed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(19)]
    public async Task Bad_lines_cost_themselves_however_many_there_are(int bad)
    {
        var lines = Enumerable.Range(0, 20).Select(i => i > 0 && i <= bad ? "{bad" : User($"u{i}", null, "x")).ToArray();
        var run = await PiRun.OfAsync(lines);
        Assert.Equal(bad, run.Count(EntryFate.Malformed, "invalid_json"));
        Assert.Equal(20, run.Entries.Count);
        Assert.NotEmpty(run.Steps);
    }

    [Fact]
    public async Task A_last_line_still_being_written_is_named_and_the_rest_stands()
    {
        var run = await PiRun.OfAsync(Encoding.UTF8.GetBytes(Header + "\n" + User("u1", null, "go") + "\n{\"type\":\"mess"));
        Assert.Equal((3, EntryFate.Malformed, "unterminated_last_line"), run.Entries[^1]);
        Assert.Equal("go", run.Steps.Single().Content);
    }

    [Theory]
    [InlineData("\"text\"")]
    [InlineData("12")]
    [InlineData("null")]
    [InlineData("true")]
    public async Task A_line_that_is_JSON_but_no_object_is_malformed(string line)
    {
        var run = await PiRun.OfAsync(Header, line, User("u1", null, "go"));
        Assert.Equal((2, EntryFate.Malformed, "not_an_object"), run.Entries[1]);
        Assert.Single(run.Steps);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_are_replaced_inside_a_text_and_malformed_outside()
    {
        byte[] Bytes(string text) => [.. Encoding.UTF8.GetBytes(text)];
        var inside = Bytes(User("u1", null, "a?b"));
        inside[Array.IndexOf(inside, (byte)'?')] = 0xFF;
        var run = await PiRun.OfAsync([.. inside, (byte)'\n', 0xFF, 0xFE, (byte)'{', (byte)'\n', .. Bytes(User("u2", "u1", "c")), (byte)'\n']);
        Assert.Equal(["a\uFFFDb", "c"], run.Steps.Select(s => s.Content));
        Assert.Equal((2, EntryFate.Malformed, "invalid_utf8"), run.Entries[1]);
    }

    [Fact]
    public async Task Marks_line_ends_separators_surrogates_and_NULs_change_nothing()
    {
        var text = "\uFEFF" + Header + "\r\n" + User("u1", null, "a\u2028b") + "\r\n"
            + User("u2", "u1", "\\ud800 lone") + "\r\n" + User("u3", "u2", "nul \\u0000 end") + "\r\n";
        var run = await PiRun.OfAsync(Encoding.UTF8.GetBytes(text));
        Assert.Equal(["a\u2028b", "\uD800 lone", "nul \0 end"], run.Steps.Select(s => s.Content));
        Assert.Equal("s-1", run.Header.SessionId);
        Assert.Equal(Enumerable.Range(1, 4), run.Entries.Select(e => e.Line));
    }

    [Fact]
    public async Task A_picture_of_ten_megabytes_is_a_placeholder()
    {
        var picture = new string('A', 10_000_000);
        var run = await PiRun.OfAsync(Header, Entry("u1", null, $$"""{"role":"user","content":[{"type":"image","data":"{{picture}}","mimeType":"image/png"}]}"""));
        Assert.StartsWith("[image: image/png, 7500000 bytes, sha256:", run.Steps.Single().Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_member_that_stands_twice_the_last_counts()
    {
        var run = await PiRun.OfAsync(
            """{"type":"label","type":"message","id":"a","id":"u1","parentId":"x","parentId":null,"timestamp":1,"timestamp":"2026-03-01T10:00:01.000Z","message":{"role":"system"},"message":{"role":"user","content":"one","content":"two"}}""");
        var step = run.Steps.Single();
        Assert.Equal(("two", "user", "2026-03-01T10:00:01.000Z"), (step.Content, step.Role, step.Timestamp));
    }

    [Theory]
    [InlineData("99999999999999999999999", 0)]
    [InlineData("1e3", 1000)]
    [InlineData("7.9", 7)]
    [InlineData("-5", 0)]
    [InlineData("\"12\"", 0)]
    [InlineData("null", 0)]
    public async Task A_count_is_a_whole_number_or_nothing(string written, long expected)
    {
        var run = await PiRun.OfAsync(Header, Assistant("a1", null, "", $$"""{"input":{{written}},"output":1}"""));
        Assert.Equal(expected, run.Steps.Single().TokenUsage.InputTokens);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    public async Task Numbers_that_JSON_does_not_know_make_the_line_malformed(string written)
    {
        var run = await PiRun.OfAsync(Header, Assistant("a1", null, "", $$"""{"input":{{written}}}"""), User("u1", null, "go"));
        Assert.Equal((2, EntryFate.Malformed, "invalid_json"), run.Entries[1]);
        Assert.Single(run.Steps);
    }

    [Fact]
    public async Task Nesting_beyond_any_use_costs_the_line_and_below_it_the_shape()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 5000)) + string.Concat(Enumerable.Repeat("]", 5000));
        var run = await PiRun.OfAsync(Header, Assistant("a1", null, Call("c1", "bash", $$"""{"x":{{deep}} }""")), User("u1", null, "go"));
        Assert.Equal(3, run.Entries.Count);
        Assert.Equal("go", run.Steps[^1].Content);
    }
}
