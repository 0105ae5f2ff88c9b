using System.Text;
using OpenTraces.Schema;
using Xunit;
using static OpenTraces.Capture.Tests.Harnesses.Pi.PiLines;

namespace OpenTraces.Capture.Tests.Harnesses.Pi.EdgeCases;

/// <summary>What happens to sessions: versions, copies, files written twice, costs.</summary>
public class SessionCases
{
    private const string Copy =
        """{"type":"session","version":3,"id":"s-2","timestamp":"2026-03-01T12:00:00.000Z","cwd":"/home/sam/tinyshop","parentSession":"/home/sam/old.jsonl"}""";

    private static string Late(string line) => line.Replace("T10:00:01.000Z", "T12:30:00.000Z", StringComparison.Ordinal);

    private static string? Member(RawJson json, string name) =>
        json.TryGetMember(Encoding.UTF8.GetBytes(name), out var value) ? value.ToString() : null;

    [Fact]
    public async Task A_linear_session_sums_its_tokens_and_cache_reads()
    {
        var run = await PiRun.OfAsync(Header, User("u1", null, "go"),
            Assistant("a1", "u1", Call("c1", "bash", "{}"), Usage(10, 2, 100, 5, "0.1")), Result("r1", "a1", "c1", "ok"),
            Assistant("a2", "r1", """{"type":"text","text":"done"}""", Usage(3, 4, 200, 0, "0.2")));
        Assert.Equal([StepRole.User, StepRole.Agent, StepRole.Agent], run.Steps.Select(s => s.Role));
        Assert.Equal((13, 6, 300, 5), (run.Steps.Sum(s => s.TokenUsage.InputTokens), run.Steps.Sum(s => s.TokenUsage.OutputTokens),
            run.Steps.Sum(s => s.TokenUsage.CacheReadTokens), run.Steps.Sum(s => s.TokenUsage.CacheWriteTokens)));
        Assert.Null(run.Header.TotalUsage);
    }

    [Fact]
    public async Task The_cost_is_summed_in_the_digits_the_file_has()
    {
        const string Cost = """{"input":1,"output":1,"cost":{"input":0.1,"output":0.2,"cacheRead":1e-7,"cacheWrite":0,"total":0.00034399999999999996}}""";
        var run = await PiRun.OfAsync(Header, Assistant("a1", null, "", Cost), Assistant("a2", "a1", "", Cost));
        Assert.Equal("0.00068799999999999992", Member(run.Metadata, "cost_usd"));
        Assert.Equal("""{"input":0.2,"output":0.4,"cache_read":0.0000002,"cache_write":0,"total":0.00068799999999999992}""", Member(run.Metadata, "cost"));
        Assert.Equal(0.00068799999999999992m, run.Header.StatedCostUsd);
    }

    [Theory]
    [InlineData("""{"total":0}""", null)]
    [InlineData("7", null)]
    [InlineData("""{"input":0.25,"output":0.5}""", 0.75)]
    [InlineData("""{"total":-3}""", null)]
    public async Task A_price_Pi_does_not_know_is_no_cost(string cost, double? expected)
    {
        var run = await PiRun.OfAsync(Header, Assistant("a1", null, "", $$"""{"input":5,"output":1,"cost":{{cost}} }"""));
        Assert.Equal(expected, (double?)run.Header.StatedCostUsd);
    }

    [Fact]
    public async Task The_call_that_made_a_summary_counts_where_the_summary_stands()
    {
        var usage = Usage(500, 40, 0, 0, "0.5");
        var run = await PiRun.OfAsync(Header, User("u1", null, "go"), Assistant("a1", "u1", "", Usage(10, 1, 0, 0, "0.25")),
            $$"""{"type":"compaction","id":"k1","parentId":"a1","timestamp":"2026-03-01T10:00:05.000Z","summary":"so far","firstKeptEntryId":"a1","tokensBefore":9,"usage":{{usage}} }""",
            $$"""{"type":"compaction","id":"k2","parentId":"k1","timestamp":"2026-03-01T10:00:06.000Z","summary":"","firstKeptEntryId":"a1","tokensBefore":9,"usage":{{usage}} }""");
        Assert.Equal([0, 10, 500], run.Steps.Select(s => s.TokenUsage.InputTokens));
        Assert.Equal(1010, run.Header.TotalUsage!.InputTokens);
        Assert.Equal("""{"input_tokens":1000,"output_tokens":80,"cache_read_tokens":0,"cache_write_tokens":0,"cost_usd":1.0}""", Member(run.Metadata, "summary_usage"));
        Assert.Equal("1.25", Member(run.Metadata, "cost_usd"));
    }

    [Fact]
    public async Task A_copy_shows_the_whole_conversation_and_counts_only_what_came_after()
    {
        var left = Assistant("a2", "u1", """{"type":"text","text":"other branch"}""", Usage(70, 7, 0, 0, "0.7"));
        var run = await PiRun.OfAsync(Copy, User("u1", null, "go"), left,
            Assistant("a1", "u1", """{"type":"text","text":"old"}""", Usage(100, 10, 0, 0, "0.5")),
            Late(User("u2", "a1", "more")), Late(Assistant("a3", "u2", """{"type":"text","text":"new"}""", Usage(9, 1, 0, 0, "0.25"))));
        Assert.Equal(["go", "old", "more", "new"], run.Steps.Select(s => s.Content));
        Assert.Equal([0, 0, 0, 9], run.Steps.Select(s => s.TokenUsage.InputTokens));
        Assert.Null(run.Header.TotalUsage);
        Assert.Equal("3", Member(run.Metadata, "copied_entries"));
        Assert.Equal("""{"input_tokens":170,"output_tokens":17,"cache_read_tokens":0,"cache_write_tokens":0,"cost_usd":1.2}""", Member(run.Metadata, "copied_usage"));
        Assert.Equal(0.25m, run.Header.StatedCostUsd);
    }

    [Fact]
    public async Task A_session_with_a_parent_that_it_copied_nothing_from_counts_everything()
    {
        var run = await PiRun.OfAsync(Copy, Late(Assistant("a1", null, "", Usage(9, 1, 0, 0, "0.25"))));
        Assert.Equal(9, run.Steps.Single().TokenUsage.InputTokens);
        Assert.Null(Member(run.Metadata, "copied_entries"));
    }

    [Fact]
    public async Task A_file_that_was_written_twice_counts_once()
    {
        string[] first = [Header, User("u1", null, "go")];
        var run = await PiRun.OfAsync([.. first, .. first, Assistant("a1", "u1", "", Usage(9, 1, 0, 0, "0.25")), Assistant("a1", "u1", "", Usage(9, 1, 0, 0, "0.25"))]);
        Assert.Equal(2, run.Steps.Count);
        Assert.Equal(9, run.Steps.Sum(s => s.TokenUsage.InputTokens));
        Assert.Equal(3, run.Count(EntryFate.Ignored, "repeated_entry"));
        Assert.Equal(1, run.Count(EntryFate.Carried));
        Assert.Contains("\"branch_points\":0", Member(run.Metadata, "branches"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"  \"", null)]
    [InlineData("\" Totals \"", "Totals")]
    [InlineData("5", null)]
    public async Task The_last_name_is_the_name_and_an_empty_one_takes_it_away(string name, string? expected)
    {
        var run = await PiRun.OfAsync(Header, """{"type":"session_info","id":"i1","parentId":null,"name":"First"}""",
            $$"""{"type":"session_info","id":"i2","parentId":"i1","name":{{name}}}""", User("u1", "i2", "go"));
        Assert.Equal(expected, run.Metadata.GetString("session_name"u8));
    }

    [Theory]
    [InlineData("true", "!! make")]
    [InlineData("false", "! make")]
    public async Task A_command_whose_output_the_model_does_not_get_says_so(string excluded, string content)
    {
        var run = await PiRun.OfAsync(Header, Entry("b1", null, $$"""{"role":"bashExecution","command":"make","output":"x","exitCode":0,"excludeFromContext":{{excluded}}}"""));
        Assert.Equal(content, run.Steps.Single().Content);
    }

    [Fact]
    public async Task The_second_version_is_a_tree_with_hook_messages()
    {
        var run = await PiRun.OfAsync(
            """{"type":"session","version":2,"id":"v2","timestamp":"2026-01-05T10:00:00.000Z","cwd":"/home/sam/x"}""",
            """{"type":"message","id":"u1","parentId":null,"timestamp":"2026-01-05T10:00:01.000Z","message":{"role":"user","content":"hi","timestamp":1767607201000}}""",
            """{"type":"message","id":"h1","parentId":"u1","timestamp":"2026-01-05T10:00:02.000Z","message":{"role":"hookMessage","customType":"x","content":"from a hook","display":true}}""",
            """{"type":"compaction","id":"k1","parentId":"h1","timestamp":"2026-01-05T10:00:03.000Z","summary":"s","firstKeptEntryId":"h1","tokensBefore":9}""",
            """{"type":"message","id":"u2","parentId":"u1","timestamp":"2026-01-05T10:00:04.000Z","message":{"role":"user","content":"again"}}""");
        Assert.Equal(["hi", "again"], run.Steps.Select(s => s.Content));
        Assert.Equal("2", Member(run.Metadata, "format_version"));
        Assert.Equal(2, run.Count(EntryFate.Ignored, "inactive_branch"));
    }

    [Fact]
    public async Task An_earlier_name_of_a_change_wins_only_without_a_patch_in_it()
    {
        const string Details = """ "isError":false,"details":{"diff":"-1 a\n+1 b","patch":"no hunk here"} """;
        var run = await PiRun.OfAsync(Header, Assistant("a1", null, Call("c1", "edit", """{"path":"a","edits":[]}""")), Result("r1", "a1", "c1", "ok", Details.Trim()));
        Assert.Equal(("a", "b"), (run.Patches.Single().Removed.Single(), run.Patches.Single().Added.Single()));
    }
}
