using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode;

public class ClaudeEarlyResultTests
{
    private const string Edit = """{"file_path":"/home/dev/app/f.cs","old_string":"old","new_string":"new"}""";

    private readonly ClaudeLines _lines = new();

    [Fact]
    public async Task A_result_before_its_call_answers_it_and_its_edit_is_placed()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Result("c1", "updated", """ "toolUseResult":{"filePath":"/home/dev/app/f.cs","oldString":"old","newString":"new","originalFile":"first\nold\n","durationMs":7} """),
            _lines.User("meanwhile"),
            _lines.Assistant("m1", ClaudeLines.Call("c1", "Edit", Edit)));
        Assert.Equal(("updated", null), (Assert.Single(run.Steps[1].Observations).Content, run.Steps[1].Observations[0].Error));
        Assert.Equal(7, run.Steps[1].ToolCalls[0].DurationMs);
        var patch = Assert.Single(run.Sink.Patches);
        Assert.Equal(("c1", 2), (patch.ToolCallId, patch.StepIndex));
        Assert.Empty(patch.Limitations);
        Assert.Equal([(1, EntryFate.Folded, null), (2, EntryFate.Mapped, null), (3, EntryFate.Mapped, (string?)null)], run.Sink.Entries);
        Assert.Empty(run.Sink.Orphans);
        Assert.Empty(run.Sink.Unanswered);
    }

    [Fact]
    public async Task Entries_keep_the_order_of_the_file_when_one_waits_for_its_call_and_another_waits_in_vain()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Result("gone", "x"), _lines.Result("c1", "one"), _lines.Result("c1", "again"), _lines.User("ask"),
            _lines.Assistant("m1", ClaudeLines.Call("c1", "T")));
        Assert.Equal(
            [
                (1, EntryFate.Ignored, "result_without_call"), (2, EntryFate.Folded, null), (3, EntryFate.Ignored, "repeated_result"),
                (4, EntryFate.Mapped, null), (5, EntryFate.Mapped, null),
            ],
            run.Sink.Entries);
        Assert.Equal("one", run.Steps[1].Observations[0].Content);
        Assert.Equal(["gone"], run.Sink.Orphans);
    }

    [Fact]
    public async Task Words_beside_an_early_result_are_a_step_and_the_result_still_reaches_its_call()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.UserBlocks(ClaudeLines.ResultBlock("c1", "\"one\"") + "," + ClaudeLines.Text("and this")),
            _lines.Assistant("m1", ClaudeLines.Call("c1", "T")));
        Assert.Equal(["user", "agent"], run.Steps.Select(s => s.Role));
        Assert.Equal("one", run.Steps[1].Observations[0].Content);
        Assert.Equal([EntryFate.Mapped, EntryFate.Mapped], run.Sink.Entries.Select(e => e.Fate));
    }

    [Fact]
    public async Task An_early_result_is_given_up_after_4096_entries()
    {
        var lines = new List<string> { _lines.Result("c1", "x") };
        for (var i = 0; i < 4096; i++)
            lines.Add(_lines.User($"ask {i}"));
        lines.Add(_lines.Assistant("m1", ClaudeLines.Call("c1", "T")));
        var run = await ClaudeRun.OfLinesAsync([.. lines]);
        Assert.Equal((EntryFate.Ignored, "result_without_call"), (run.Fate(1), run.Reason(1)));
        Assert.Equal(Enumerable.Range(1, lines.Count), run.Sink.Entries.Select(e => e.Line));
        Assert.Equal(["c1"], run.Sink.Unanswered);
        Assert.Empty(run.Sink.Orphans);
    }

    [Fact]
    public async Task The_oldest_early_results_are_given_up_beyond_8_MiB()
    {
        var large = new string('x', 3 * 1024 * 1024);
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Result("c1", large), _lines.Result("c2", large), _lines.Result("c3", large + large),
            _lines.Assistant("m1", string.Join(',', ClaudeLines.Call("c1", "T"), ClaudeLines.Call("c2", "T"), ClaudeLines.Call("c3", "T"))));
        Assert.Equal(["no_result", null, "no_result"], run.Only.Observations.Select(o => o.Error));
        Assert.Equal(
            [EntryFate.Ignored, EntryFate.Folded, EntryFate.Ignored, EntryFate.Mapped], run.Sink.Entries.Select(e => e.Fate));
        Assert.Equal(["c1", "c3"], run.Sink.Unanswered);
        Assert.Empty(run.Sink.Orphans);
    }
}
