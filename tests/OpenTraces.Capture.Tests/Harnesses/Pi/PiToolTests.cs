using OpenTraces.Schema;
using Xunit;
using static OpenTraces.Capture.Tests.Harnesses.Pi.PiLines;

namespace OpenTraces.Capture.Tests.Harnesses.Pi;

public class PiToolTests
{
    [Fact]
    public async Task A_result_stands_on_the_step_that_made_the_call()
    {
        var run = await PiRun.OfAsync(Header,
            Assistant("a1", null, Call("c1", "bash", """{"command":"ls"}""") + "," + Call("c2", "read", """{"path":"a"}""")),
            Result("r2", "a1", "c2", "two"), Result("r1", "r2", "c1", "one"));

        var step = run.Steps.Single();
        Assert.Equal(["bash", "read"], step.ToolsAvailable);
        Assert.Equal("""{"command":"ls"}""", step.ToolCalls[0].Input.ToString());
        Assert.Equal([("c1", "one", null), ("c2", "two", null)], step.Observations.Select(o => (o.SourceCallId, o.Content, o.Error)));
        Assert.Equal(2, run.Count(EntryFate.Folded));
        Assert.Empty(run.Unanswered);
    }

    [Theory]
    [InlineData("fine", "\"isError\":false", null)]
    [InlineData("fine", "\"isError\":false,\"details\":{\"exitCode\":0}", null)]
    [InlineData("x", "\"isError\":false,\"details\":{\"exitCode\":3}", "exit_code:3")]
    [InlineData("x", "\"isError\":false,\"details\":{\"exitCode\":{}}", null)]
    [InlineData("out\\n\\nCommand exited with code 128", "\"isError\":true", "exit_code:128")]
    [InlineData("out\\n\\nCommand aborted", "\"isError\":true", "interrupted")]
    [InlineData("no such file", "\"isError\":true", "tool_error")]
    public async Task A_failure_is_named_as_exactly_as_the_result_says_it(string text, string more, string? error)
    {
        var run = await PiRun.OfAsync(Header, Assistant("a1", null, Call("c1", "bash", "{}")), Result("r1", "a1", "c1", text, more));

        Assert.Equal(error, run.Steps.Single().Observations.Single().Error);
    }

    [Fact]
    public async Task Results_without_a_call_and_calls_without_a_result_are_reported()
    {
        var run = await PiRun.OfAsync(Header, Assistant("a1", null, Call("c1", "bash", "{}")),
            Result("r1", "a1", "nobody", "?"), Result("r2", "r1", "nobody", "?"));

        Assert.Equal(["c1"], run.Unanswered);
        Assert.Equal(["nobody", "nobody"], run.Orphans);
        Assert.Equal(2, run.Count(EntryFate.Ignored, "result_without_call"));
        Assert.Equal("no_result", run.Steps.Single().Observations.Single().Error);
    }

    [Fact]
    public async Task A_second_result_of_a_call_changes_nothing()
    {
        var run = await PiRun.OfAsync(Header, Assistant("a1", null, Call("c1", "write", """{"path":"a","content":"x"}""")),
            Result("r1", "a1", "c1", "first"), Result("r2", "r1", "c1", "second"));

        Assert.Equal("first", run.Steps.Single().Observations.Single().Content);
        Assert.Single(run.Patches);
        Assert.Equal(1, run.Count(EntryFate.Ignored, "repeated_result"));
        Assert.Empty(run.Orphans);
    }

    [Theory]
    [InlineData("""{"type":"bashExecution","id":"b1","parentId":null,"command":"make","output":"bad","exitCode":2,"cancelled":false}""", "exit 2")]
    [InlineData("""{"type":"message","id":"b1","parentId":null,"message":{"role":"bashExecution","command":"make","output":"bad","exitCode":2}}""", "exit 2")]
    [InlineData("""{"type":"message","id":"b1","parentId":null,"message":{"role":"bashExecution","command":"make","output":"bad","exitCode":0}}""", null)]
    [InlineData("""{"type":"message","id":"b1","parentId":null,"message":{"role":"bashExecution","command":"make","output":"bad","exitCode":null,"cancelled":true}}""", "interrupted")]
    public async Task A_command_of_the_user_is_a_user_step_with_its_output(string line, string? error)
    {
        var run = await PiRun.OfAsync(Header, line, User("u1", "b1", "fix it"));

        Assert.Equal("! make", run.Steps[0].Content);
        Assert.Equal(StepRole.User, run.Steps[0].Role);
        Assert.Equal(("pi-user-bash:b1", "bad", error), Single(run.Steps[0]));
        Assert.Equal("fix it", run.Header.Task.Description);

        static (string, string?, string?) Single(Step step) =>
            step.Observations.Select(o => (o.SourceCallId, o.Content, o.Error)).Single();
    }

    [Fact]
    public async Task An_empty_command_is_no_step()
    {
        var run = await PiRun.OfAsync(Header, Entry("b1", null, """{"role":"bashExecution","command":" ","output":"","exitCode":0}"""));

        Assert.Empty(run.Steps);
        Assert.Equal(1, run.Count(EntryFate.Ignored, "empty_command"));
    }

    [Fact]
    public async Task An_edit_is_read_from_the_numbered_change_of_its_result()
    {
        const string Diff = "     ...\\n  9 kept\\n-10 old a\\n-11 old b\\n+10 new a\\n 12 kept\\n-13 gone\\n 14 kept\\n+13 more\\n+14 \\n 15 kept\\n     ...";
        var run = await PiRun.OfAsync(Header,
            Assistant("a1", null, Call("c1", "edit", """{"path":"src/Cart.cs","oldText":"ld a","newText":"ew a"}""")),
            Result("r1", "a1", "c1", "ok", $"\"isError\":false,\"details\":{{\"diff\":\"{Diff}\",\"firstChangedLine\":10}}"));

        Assert.Equal(
            [(10, 10, "old a|old b", "new a"), (13, 12, "gone", ""), (15, 13, "", "more|")],
            run.Patches.Select(p => (p.OldStart!.Value, p.NewStart!.Value, string.Join('|', p.Removed), string.Join('|', p.Added))));
        Assert.All(run.Patches, p =>
        {
            Assert.Equal("src/Cart.cs", p.FilePath);
            Assert.Equal("/home/sam/tinyshop", p.WorkingDirectory);
            Assert.Equal("2026-03-01T10:00:01.000Z", p.Timestamp);
            Assert.Equal(1, p.StepIndex);
            Assert.Equal("c1", p.ToolCallId);
            Assert.Equal(PatchKind.Modify, p.Kind);
        });
    }

    [Fact]
    public async Task A_unified_patch_wins_over_the_numbered_change()
    {
        var run = await PiRun.OfAsync(Header,
            Assistant("a1", null, Call("c1", "edit", """{"path":"a","edits":[]}""")),
            Result("r1", "a1", "c1", "ok", """ "isError":false,"details":{"diff":"-1 a\n+1 b","patch":"--- a\n+++ a\n@@ -3,2 +3,2 @@\n kept\n-x\n+y\n"} """.Trim()));

        var patch = run.Patches.Single();
        Assert.Equal((4, 4, "x", "y"), (patch.OldStart, patch.NewStart, patch.Removed.Single(), patch.Added.Single()));
    }

    [Theory]
    [InlineData("""{"path":"a","oldText":"one\ntwo\nthree","newText":"one\n2\nthree"}""")]
    [InlineData("""{"path":"a","edits":[{"oldText":"one\ntwo\nthree","newText":"one\n2\nthree"}]}""")]
    public async Task Without_details_the_arguments_say_what_changed_but_not_where(string arguments)
    {
        var run = await PiRun.OfAsync(Header, Assistant("a1", null, Call("c1", "edit", arguments)), Result("r1", "a1", "c1", "ok"));

        var patch = run.Patches.Single();
        Assert.Equal(["two"], patch.Removed);
        Assert.Equal(["2"], patch.Added);
        Assert.Null(patch.OldStart);
    }

    [Fact]
    public async Task A_file_written_whole_is_one_patch()
    {
        var run = await PiRun.OfAsync(Header, Assistant("a1", null, Call("c1", "write", """{"path":"/tmp/a","content":"x\r\ny\n"}""")), Result("r1", "a1", "c1", "ok"));

        var patch = run.Patches.Single();
        Assert.Equal(PatchKind.Add, patch.Kind);
        Assert.Equal(["x", "y"], patch.Added);
        Assert.Equal(1, patch.NewStart);
    }

    [Theory]
    [InlineData("""{"path":"a.cs"}""", "one\\ntwo", 1, 2, "one\ntwo")]
    [InlineData("""{"path":"a.cs","offset":40,"limit":2}""", "one\\ntwo\\n\\n[7 more lines in file. Use offset=42 to continue]", 40, 41, "one\ntwo\n")]
    [InlineData("""{"path":"a.cs","offset":"x"}""", "one", null, null, "one")]
    public async Task What_a_read_showed_is_a_snippet(string arguments, string text, int? start, int? end, string shown)
    {
        var run = await PiRun.OfAsync(Header, Assistant("a1", null, Call("c1", "read", arguments)), Result("r1", "a1", "c1", text));

        var snippet = run.Steps.Single().Snippets.Single();
        Assert.Equal(("a.cs", start, end, shown, 1), (snippet.FilePath, snippet.StartLine, snippet.EndLine, snippet.Text, snippet.SourceStep));
        Assert.NotNull(snippet.Language);
    }

    [Theory]
    [InlineData(5000, true)]
    [InlineData(5001, false)]
    public async Task A_long_text_stands_in_the_observation_alone(int length, bool isKept)
    {
        var text = new string('x', length - 2) + "\ny";
        var run = await PiRun.OfAsync(Header, Assistant("a1", null, Call("c1", "read", """{"path":"a.cs"}""")), Result("r1", "a1", "c1", text.Replace("\n", "\\n", StringComparison.Ordinal)));

        var step = run.Steps.Single();
        Assert.Equal(text, step.Observations.Single().Content);
        var snippet = step.Snippets.Single();
        Assert.Equal((isKept ? text : null, 1, 2), (snippet.Text, snippet.StartLine!.Value, snippet.EndLine!.Value));
    }

    [Fact]
    public async Task A_failed_edit_is_no_patch()
    {
        var run = await PiRun.OfAsync(Header, Assistant("a1", null, Call("c1", "write", """{"path":"a","content":"x"}""")),
            Result("r1", "a1", "c1", "no", "\"isError\":true"));

        Assert.Empty(run.Patches);
    }

    [Theory]
    [InlineData("\"text\"", """{"raw":"text"}""")]
    [InlineData("[1,2]", """{"raw":[1,2]}""")]
    [InlineData("null", "{}")]
    public async Task Arguments_that_are_no_object_are_kept(string arguments, string input)
    {
        var run = await PiRun.OfAsync(Header, Assistant("a1", null, Call("c1", "edit", arguments)));

        Assert.Equal(input, run.Steps.Single().ToolCalls.Single().Input.ToString());
    }

    [Fact]
    public async Task A_call_without_an_id_gets_one_that_is_the_same_every_time()
    {
        var run = await PiRun.OfAsync(Header, Assistant("a1", null, """{"type":"toolCall","name":"bash","arguments":{}}"""));

        Assert.Equal("pi-call:2:0", run.Steps.Single().ToolCalls.Single().ToolCallId);
    }
}
