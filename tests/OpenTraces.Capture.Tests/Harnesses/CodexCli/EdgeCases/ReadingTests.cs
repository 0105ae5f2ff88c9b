using System.Text;
using OpenTraces.Capture.Harnesses.CodexCli;
using OpenTraces.Conformance;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.CodexCli.EdgeCases;

/// <summary>What can be wrong with a file before anything in it is understood.</summary>
public class ReadingTests
{
    private static Task<RecordedSession> Read(byte[] bytes) => RecordedSession.ReadAsync(new CodexCliParser(), bytes, "rollout-x.jsonl");

    private static Task<RecordedSession> Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private static IEnumerable<string?> Texts(RecordedSession session) => session.Steps.Select(s => s.Content);

    [Theory]
    [InlineData("", 0)]
    [InlineData("\n \n\t\n", 3)]
    public async Task A_file_with_nothing_in_it_has_no_steps_and_blank_lines_are_counted(string text, int blank)
    {
        var session = await Read(text);
        Assert.Empty(session.Steps);
        Assert.Equal(blank, session.Entries.Count(e => e.Reason == "blank_line"));
        Assert.Equal(blank, session.Entries.Count);
    }

    [Fact]
    public async Task However_many_lines_are_broken_the_others_are_read()
    {
        var lines = CodexCliLines.Started().Prompt("go").SayItem("yes").Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var session = await Read(string.Concat(lines.Select(l => l + "\n{\"torn\": \n\"text\"\n17\n[1]\nnull\n")));
        Assert.Equal(["go", "yes"], Texts(session));
        Assert.Equal(lines.Length, session.Entries.Count(e => e.Reason == "invalid_json"));
        Assert.Equal(4 * lines.Length, session.Entries.Count(e => e.Reason == "not_an_object"));
    }

    [Fact]
    public async Task A_last_line_that_is_still_being_written_is_named_and_nothing_else_changes()
    {
        var text = CodexCliLines.Started().Prompt("go").SayItem("yes").Text;
        var session = await Read(text + "{\"timestamp\":\"2026-07-01T11:00:09.000Z\",\"type\":\"resp");
        Assert.Equal("unterminated_last_line", session.Entries[^1].Reason);
        Assert.Equal((await Read(text)).Steps.Count, session.Steps.Count);
        Assert.Equal(["go", "yes"], Texts(await Read(text.TrimEnd('\n'))));
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_cost_at_most_their_line()
    {
        var bytes = Encoding.UTF8.GetBytes(CodexCliLines.Started().Prompt("go").SayItem("A@B").SayItem("after").Text);
        bytes[bytes.AsSpan().IndexOf("A@B"u8) + 1] = 0xFF;
        var session = await Read(bytes);
        Assert.Equal(["go", "A\uFFFDB\nafter"], Texts(session));
        bytes[bytes.AsSpan().IndexOf("\"role\":\"assistant\""u8)] = 0xFF;
        session = await Read(bytes);
        Assert.Equal("invalid_utf8", session.Entries.Single(e => e.Fate == EntryFate.Malformed).Reason);
        Assert.Equal(["go", "after"], Texts(session));
    }

    [Fact]
    public async Task A_byte_order_mark_and_windows_line_ends_change_nothing()
    {
        var text = CodexCliLines.Started().Prompt("go").SayItem("yes").Text;
        var session = await Read([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal))]);
        Assert.Equal((await Read(text)).Print(), session.Print());
    }

    [Fact]
    public async Task Odd_characters_come_through_as_they_are()
    {
        var session = await CodexCliLines.Started()
            .Item("""{"type":"message","role":"assistant","content":[{"type":"output_text","text":"a\u0000b\ud800c\u2028d"}]}""")
            .Item("{\"type\":\"function_call\",\"name\":\"t\",\"arguments\":\"{\\\"x\\\":\\\"\\\\ud800\\\"}\",\"call_id\":\"c\"}")
            .ReadAsync();
        Assert.Equal("a\0b\ud800c\u2028d", session.Steps[0].Content);
        Assert.Equal("{\"x\":\"\\ud800\"}", session.Steps[0].ToolCalls[0].Input.ToString());
    }

    [Fact]
    public async Task A_member_given_twice_counts_as_given_last()
    {
        var session = await CodexCliLines.Started()
            .Item("""{"type":"message","role":"assistant","role":"user","content":[{"type":"input_text","text":"mine"}]}""")
            .Item("""{"type":"message","role":"user","type":"reasoning","summary":[{"type":"summary_text","text":"thought"}]}""")
            .ReadAsync();
        Assert.Equal(("user", "mine"), (session.Steps[0].Role, session.Steps[0].Content));
        Assert.Equal("thought", session.Steps[1].ReasoningContent);
    }

    [Theory]
    [InlineData("1e3", 1000)]
    [InlineData("12.9", 12)]
    [InlineData("99999999999999999999", 0)]
    [InlineData("1e400", 0)]
    [InlineData("-5", 0)]
    [InlineData("\"7\"", 0)]
    [InlineData("null", 0)]
    public async Task Numbers_of_any_spelling_are_whole_counts_or_nothing(string number, long expected)
    {
        var session = await CodexCliLines.Started().SayItem("x").Event(
            $$"""{"type":"token_count","info":{"total_token_usage":{"input_tokens":{{number}},"output_tokens":1} } }""").ReadAsync();
        Assert.Equal((expected, 1), (session.Steps[0].TokenUsage.InputTokens, session.Steps[0].TokenUsage.OutputTokens));
    }

    [Fact]
    public async Task What_json_has_no_word_for_costs_its_line()
    {
        var session = await CodexCliLines.Started().Raw("{\"type\":\"event_msg\",\"payload\":{\"n\":NaN}}")
            .Raw("{\"type\":\"event_msg\",\"payload\":{\"n\":Infinity}}").Prompt("go").ReadAsync();
        Assert.Equal(2, session.Entries.Count(e => e.Reason == "invalid_json"));
        Assert.Equal(["go"], Texts(session));
    }

    [Theory]
    [InlineData(400, 0)]
    [InlineData(5000, 1)]
    public async Task Deep_nesting_costs_at_most_its_line(int depth, int malformed)
    {
        var deep = new string('[', depth) + new string(']', depth);
        var session = await CodexCliLines.Started().Add("world_state", $$"""{"state":{{deep}}}""").Prompt("go").ReadAsync();
        Assert.Equal(malformed, session.Count(EntryFate.Malformed));
        Assert.Equal(["go"], Texts(session));
    }

    [Fact]
    public async Task A_shorter_copy_says_of_its_lines_what_the_longer_one_says()
    {
        var bytes = await File.ReadAllBytesAsync(RecordedRollouts.PathOf("edit"));
        var whole = await Read(bytes);
        for (var end = 0; end < bytes.Length; end += 1 + bytes.AsSpan(end).IndexOf((byte)'\n'))
        {
            var part = await Read(bytes[..end]);
            Assert.Equal(whole.Entries.Take(part.Entries.Count), part.Entries);
            Assert.Equal(whole.Steps.Take(part.Steps.Count).Select(s => s.Role), part.Steps.Select(s => s.Role));
        }
    }
}
