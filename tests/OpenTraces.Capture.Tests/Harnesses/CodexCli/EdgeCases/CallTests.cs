using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.CodexCli.EdgeCases;

/// <summary>Calls, their results and their patches in forms that go wrong easily.</summary>
public class CallTests
{
    private const string Ok = "Chunk ID: 0\nWall time: 0 seconds\nProcess exited with code 0\nOutput:\n";
    private const string Add = "*** Begin Patch\n*** Add File: a.txt\n+b\n*** End Patch";

    private static CodexCliLines Start() => CodexCliLines.Started().Prompt("go");

    [Theory]
    [InlineData("\"{\\\"a\\\":1}\"", """{"a":1}""")]
    [InlineData("\"  {\\\"a\\\":1} \"", """{"a":1}""")]
    [InlineData("\"{broken\"", """{"raw":"{broken"}""")]
    [InlineData("\"[1]\"", """{"value":[1]}""")]
    [InlineData("\"\"", "{}")]
    [InlineData("\" \"", "{}")]
    [InlineData("null", "{}")]
    [InlineData("{\"a\": 1}", """{"a": 1}""")]
    [InlineData("7", """{"value":7}""")]
    public async Task Arguments_of_any_form_are_an_object(string arguments, string expected)
    {
        var session = await Start().Item($$"""{"type":"function_call","name":"t","arguments":{{arguments}},"call_id":"c"}""").ReadAsync();
        Assert.Equal(expected, session.Steps[1].ToolCalls[0].Input.ToString());
    }

    [Fact]
    public async Task Parallel_calls_share_a_step_until_one_is_answered_and_late_answers_find_their_way()
    {
        var session = await Start().Call("a", "t", "{}").Call("b", "t", "{}").Output("b", "2").SayItem("next").Output("a", "1").ReadAsync();
        Assert.Equal(3, session.Steps.Count);
        Assert.Equal(["1", "2"], session.Steps[1].Observations.Select(o => o.Content));
        Assert.Empty(session.CallsWithoutResult);
    }

    [Fact]
    public async Task A_call_nobody_answers_waits_for_the_end_and_says_so()
    {
        var session = await Start().Call("a", "t", "{}").SayItem("more").Prompt("again").ReadAsync();
        Assert.Equal("no_result", session.Steps[1].Observations[0].Error);
        Assert.Equal(["a"], session.CallsWithoutResult);
        Assert.Equal(["go", null, "again"], session.Steps.Select(s => s.Content).Select(c => c == "more" ? null : c));
    }

    [Fact]
    public async Task An_answer_before_its_call_is_folded_and_lines_are_reported_in_their_order()
    {
        var session = await Start().Output("a", "early").Raw("no json").Call("a", "t", "{}").Output("b", "nobody's").SayItem("next").ReadAsync();
        Assert.Equal(("early", null), (session.Steps[1].Observations[0].Content, session.Steps[1].Observations[0].Error));
        Assert.Equal(Enumerable.Range(1, 9), session.Entries.Select(e => e.Line));
        Assert.Equal([(5, EntryFate.Folded, null), (8, EntryFate.Ignored, "result_without_call")],
            session.Entries.Where(e => e.Line is 5 or 8));
        Assert.Empty(session.CallsWithoutResult);
        Assert.Equal(["b"], session.ResultsWithoutCall);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_first_of_two_answers_stands_and_the_second_is_ignored(bool isReported)
    {
        var lines = Start().Call("a", "t", "{}").Output("a", "1");
        if (isReported)
            lines.Event("""{"type":"task_complete"}""");
        var session = await lines.Output("a", "2").ReadAsync();
        Assert.Equal("1", session.Steps[1].Observations.Single().Content);
        Assert.Equal((EntryFate.Ignored, "repeated_result"), (session.Entries[^1].Fate, session.Entries[^1].Reason));
        Assert.Empty(session.ResultsWithoutCall);
    }

    [Fact]
    public async Task A_detail_that_comes_after_its_step_was_reported_is_said_to_be_late()
    {
        var session = await Start().Patch("p", Add).Output("p", "done", "custom_tool_call_output").Event("""{"type":"task_complete"}""")
            .Event("""{"type":"exec_command_end","call_id":"p","duration":{"secs":9,"nanos":0}}""").ReadAsync();
        Assert.Null(session.Steps[1].ToolCalls[0].DurationMs);
        Assert.Equal("late_detail", session.Entries[^1].Reason);
    }

    [Fact]
    public async Task An_output_that_is_an_object_is_json_and_tells_its_exit_code()
    {
        var session = await Start().Call("a", "t", "{}")
            .Item("""{"type":"function_call_output","call_id":"a","output":{"content":"x","metadata":{"exit_code":2}}}""").ReadAsync();
        Assert.Equal(("""{"content":"x","metadata":{"exit_code":2}}""", "exit_code:2"),
            (session.Steps[1].Observations[0].Content, session.Steps[1].Observations[0].Error));
    }

    [Theory]
    [InlineData("Script completed\nWall time 0.3 seconds\nOutput:\n", null, 300)]
    [InlineData("Script running with cell ID 3\nWall time 10.0 seconds\nOutput:\n", null, 10000)]
    [InlineData("Script error:\nReferenceError: x is not defined", "tool_error", null)]
    [InlineData("Script failed\nWall time 0.1 seconds\nOutput:\nno", "tool_error", 100)]
    [InlineData("Script terminated\nWall time 0.1 seconds\nOutput:\n", "tool_error", 100)]
    [InlineData("Wall time: 0.5 seconds\nOutput:\nExit code: 1\nWall time: 0 seconds\nOutput:\nno", "exit_code:1", 0)]
    [InlineData("Wall time: 0.5 seconds\nOutput:\nThe page says: Exit code: 1", null, 500)]
    public async Task Newer_headers_tell_how_it_went(string output, string? error, int? duration)
    {
        var session = await Start().Call("a", "exec", "{}").Output("a", output).ReadAsync();
        Assert.Equal((error, duration), (session.Steps[1].Observations[0].Error, session.Steps[1].ToolCalls[0].DurationMs));
    }

    [Theory]
    [InlineData("await tools.apply_patch(\"*** Begin Patch\\n*** Add File: a.txt\\n+b\\n*** End Patch\");")]
    [InlineData("await tools.apply_patch('*** Begin Patch\\n*** Add File: a.txt\\n+b\\n*** End Patch');")]
    [InlineData("await tools.apply_patch(`*** Begin Patch\n*** Add File: a.txt\n+b\n*** End Patch`);")]
    [InlineData("const p = `*** Begin Patch\n*** Add File: a.txt\n+b\n*** End Patch`; // don't\nawait tools.apply_patch(p);")]
    [InlineData("await tools.exec_command({ cmd: \"apply_patch <<'EOF'\\n*** Begin Patch\\n*** Add File: a.txt\\n+b\\n*** End Patch\\nEOF\" });")]
    public async Task A_script_that_holds_its_patch_as_a_literal_has_it(string script)
    {
        var session = await Script(script);
        var patch = Assert.Single(session.Patches);
        Assert.Equal(("a.txt", PatchKind.Add, "b"), (patch.FilePath, patch.Kind, Assert.Single(patch.Added)));
    }

    [Theory]
    [InlineData("await tools.apply_patch(`*** Begin Patch\n*** Add File: ${name}\n+b\n*** End Patch`);")]
    [InlineData("await tools.apply_patch('*** Begin Patch\\n' + body);")]
    [InlineData("text('*** Begin Patch\\n*** Add File: a.txt\\n+b\\n*** End Patch');")]
    [InlineData("// tools.apply_patch('*** Begin Patch\\n*** Add File: a.txt\\n+b\\n*** End Patch')")]
    public async Task A_script_that_puts_its_patch_together_or_hands_none_on_has_none(string script) =>
        Assert.Empty((await Script(script)).Patches);

    private static Task<Conformance.RecordedSession> Script(string script) => Start()
        .Item($$"""{"type":"custom_tool_call","name":"exec","input":{{CodexCliLines.Quote(script)}},"call_id":"s"}""")
        .Output("s", "Script completed\nWall time 0.1 seconds\nOutput:\n", "custom_tool_call_output").ReadAsync();

    [Fact]
    public async Task Every_patch_a_script_applied_is_reported_and_two_scripts_at_once_leave_theirs_unassigned()
    {
        const string Report = """{"type":"item_completed","item":{"type":"FileChange","id":"exec-1","changes":{"/w/NAME":{"type":"add","content":"x\n"}},"status":"completed"}}""";
        const string Exec = """{"type":"custom_tool_call","name":"exec","input":"run()","call_id":"NAME"}""";
        var one = await Start().Item(Exec.Replace("NAME", "s", StringComparison.Ordinal))
            .Event(Report.Replace("NAME", "a", StringComparison.Ordinal)).Event(Report.Replace("NAME", "b", StringComparison.Ordinal))
            .Output("s", "Script error:\nno", "custom_tool_call_output").ReadAsync();
        Assert.Equal(["/w/a", "/w/b"], one.Patches.Select(p => p.FilePath));
        var two = await Start().Item(Exec.Replace("NAME", "s", StringComparison.Ordinal)).Item(Exec.Replace("NAME", "t", StringComparison.Ordinal))
            .Event(Report).ReadAsync();
        Assert.Empty(two.Patches);
        Assert.Equal("detail_without_call", two.Entries[^1].Reason);
    }

    [Theory]
    [InlineData("completed", 1, null)]
    [InlineData("failed", 0, "tool_error")]
    [InlineData("declined", 0, "tool_error")]
    public async Task A_change_that_was_not_applied_leaves_no_patch(string status, int patches, string? error)
    {
        var session = await Start().Patch("p", Add)
            .Event($$"""{"type":"item_completed","item":{"type":"FileChange","id":"p","changes":{"/w/a.txt":{"type":"add","content":"b\n"} },"status":"{{status}}"} }""")
            .Output("p", "done", "custom_tool_call_output").ReadAsync();
        Assert.Equal((patches, error), (session.Patches.Count, session.Steps[1].Observations[0].Error));
    }

    [Fact]
    public async Task A_command_that_failed_is_no_failed_tool()
    {
        var session = await Start().Call("c", "exec_command", $$"""{"cmd":{{CodexCliLines.Quote($"apply_patch <<'EOF'\n{Add}\nEOF")}}}""")
            .Event("""{"type":"item_completed","item":{"type":"CommandExecution","id":"c","status":"failed","exit_code":1,"duration":{"secs":1,"nanos":0}}}""")
            .Output("c", Ok).ReadAsync();
        Assert.Equal((1, null, 1000), (session.Patches.Count, session.Steps[1].Observations[0].Error, session.Steps[1].ToolCalls[0].DurationMs));
    }

    [Fact]
    public async Task Two_hunks_windows_line_ends_and_a_missing_last_line_end_are_the_same_patch()
    {
        const string Update = "*** Begin Patch\n*** Update File: a.cs\n@@ class A\n x\n-one\n+two\n@@\n-three\n+four\n*** End of File\n*** Update File: b.cs\n*** Move to: c.cs\n@@\n-k\n+l\n*** End Patch";
        string[] forms = [Update, Update + "\n", Update.Replace("\n", "\r\n", StringComparison.Ordinal)];
        foreach (var form in forms)
        {
            var session = await Start().Patch("p", form).Output("p", "Success. Updated", "custom_tool_call_output").ReadAsync();
            Assert.Equal(["a.cs one two", "a.cs three four", "c.cs k l"],
                session.Patches.Select(p => $"{p.FilePath} {p.Removed.Single()} {p.Added.Single()}"));
            Assert.Equal("b.cs", session.Patches[2].OldPath);
        }
    }
}
