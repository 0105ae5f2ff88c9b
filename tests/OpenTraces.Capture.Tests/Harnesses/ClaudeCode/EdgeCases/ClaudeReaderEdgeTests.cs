using System.Text;
using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode.EdgeCases;

public class ClaudeReaderEdgeTests
{
    private readonly ClaudeLines _lines = new();

    [Fact]
    public async Task Any_share_of_broken_lines_costs_those_lines_alone()
    {
        var text = string.Join('\n', Enumerable.Range(0, 20).Select(i => i % 4 == 0 ? _lines.User($"ask {i}") : "{broken")) + "\n";
        var run = await ClaudeRun.OfTextAsync(text);
        Assert.Equal(["ask 0", "ask 4", "ask 8", "ask 12", "ask 16"], run.Steps.Select(s => s.Content));
        Assert.Equal(15, run.Sink.Entries.Count(e => e is { Fate: EntryFate.Malformed, Reason: "invalid_json" }));
    }

    [Fact]
    public async Task Blank_lines_are_entries_of_their_own_and_no_fault()
    {
        var run = await ClaudeRun.OfTextAsync("\n" + _lines.User("a") + "\n\n \n");
        Assert.Equal(["blank_line", null, "blank_line", "blank_line"], run.Sink.Entries.Select(e => e.Reason));
        Assert.DoesNotContain(run.Sink.Entries, e => e.Fate == EntryFate.Malformed);
    }

    [Fact]
    public async Task A_last_line_still_being_written_is_named_and_the_session_stands()
    {
        var run = await ClaudeRun.OfTextAsync(_lines.User("a") + "\n" + """{"type":"user","mess""");
        Assert.Equal((EntryFate.Malformed, "unterminated_last_line"), (run.Fate(2), run.Reason(2)));
        Assert.Equal("a", run.Only.Content);
    }

    [Theory]
    [InlineData("\"text\"")]
    [InlineData("[1,2]")]
    [InlineData("12")]
    [InlineData("true")]
    public async Task A_value_that_is_no_object_is_malformed(string value)
    {
        var run = await ClaudeRun.OfLinesAsync(_lines.User("a"), value, _lines.User("b"));
        Assert.Equal((EntryFate.Malformed, "not_an_object"), (run.Fate(2), run.Reason(2)));
        Assert.Equal(["a", "b"], run.Steps.Select(s => s.Content));
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    public async Task A_number_that_is_none_costs_its_line(string number)
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Line("system", $"\"subtype\":\"turn_duration\",\"durationMs\":{number}"), _lines.User("a"));
        Assert.Equal(EntryFate.Malformed, run.Fate(1));
        Assert.Equal("a", run.Only.Content);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_become_replacement_characters_and_cost_nothing_else()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(_lines.User("a|b")), (byte)'\n', .. Encoding.UTF8.GetBytes(_lines.User("c"))];
        bytes[Array.IndexOf(bytes, (byte)'|')] = 0xFF;
        var run = await ClaudeRun.OfBytesAsync(bytes);
        Assert.Equal(["a\uFFFDb", "c"], run.Steps.Select(s => s.Content));
    }

    [Fact]
    public async Task A_picture_of_many_megabytes_is_a_few_words()
    {
        var data = Convert.ToBase64String(new byte[9 * 1024 * 1024]);
        var bytes = Encoding.UTF8.GetBytes(_lines.UserBlocks(
            ClaudeLines.Text("see") + """,{"type":"image","source":{"type":"base64","media_type":"image/png","data":" """.TrimEnd() + data + "\"}}"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var run = await ClaudeRun.OfBytesAsync(bytes);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 6L * bytes.Length);
        Assert.True(run.Only.Content!.Length < 300, run.Only.Content[..100]);
        Assert.Contains("image/png", run.Only.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reading_twice_gives_the_same_record()
    {
        string[] lines = [_lines.User("a"), _lines.Assistant("m", ClaudeLines.Call("c", "Bash", """{"command":"ls"}""")), _lines.Result("c", "x")];
        var (one, two) = (await ClaudeRun.OfLinesAsync(lines), await ClaudeRun.OfLinesAsync(lines));
        Assert.Equal(Json(one), Json(two));
    }

    [Fact]
    public async Task One_step_without_a_call_is_a_session_all_the_same()
    {
        var run = await ClaudeRun.OfLinesAsync(_lines.User("a"));
        Assert.Equal(("session-1", "a"), (run.Header.SessionId, run.Only.Content));
    }

    private static string Json(ClaudeRun run) => Encoding.UTF8.GetString(TraceJson.Serialize(new TraceRecord
    {
        TraceId = "t",
        SessionId = run.Header.SessionId,
        Agent = run.Header.Agent,
        Steps = run.Steps,
        Metadata = run.Header.Metadata,
    }));
}
