using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.CodexCli;

public class CodexCliToolTests
{
    private const string Update = "*** Begin Patch\n*** Update File: src/a.cs\n@@\n ctx\n-old\n+new\n*** End Patch";

    private static CodexCliLines Start() => CodexCliLines.Started().Prompt("go");

    [Theory]
    [InlineData("Chunk ID: 1\nWall time: 1.2345 seconds\nProcess exited with code 0\nOriginal token count: 0\nOutput:\nx", null, 1234)]
    [InlineData("Chunk ID: 1\nWall time: 0.1 seconds\nProcess exited with code 127\nOutput:\nx", "exit_code:127", 100)]
    [InlineData("Command: /bin/zsh -lc 'ls'\nChunk ID: 1\nWall time: 0.0 seconds\nProcess exited with code 1\nOutput:\nx", "exit_code:1", 0)]
    [InlineData("Chunk ID: 1\nWall time: 1.0 seconds\nProcess running with session ID 5\nOutput:\nProcess exited with code 9", null, 1000)]
    [InlineData("Exit code: 1\nWall time: 2 seconds\nOutput:\nx", "exit_code:1", 2000)]
    [InlineData("Exit code: -1\nWall time: 2 seconds\nOutput:\nx", "exit_code:-1", 2000)]
    [InlineData("Wall time: 4.3804 seconds\nOutput:\n{}", null, 4380)]
    [InlineData("{\"output\":\"x\",\"metadata\":{\"exit_code\":4,\"duration_seconds\":1.5}}", "exit_code:4", 1500)]
    [InlineData("apply_patch verification failed: Failed to find expected lines", "tool_error", null)]
    [InlineData("exec_command failed for `/bin/zsh -lc x`: CreateProcess", "tool_error", null)]
    [InlineData("collab spawn failed: agent thread limit", "tool_error", null)]
    [InlineData("aborted by user after 29.7s", "interrupted", null)]
    [InlineData("3 tests failed: see below, as a longer sentence would say it", null, null)]
    [InlineData("Plan updated", null, null)]
    [InlineData("", null, null)]
    public async Task Every_form_of_output_tells_its_exit_code_and_duration(string output, string? error, int? duration)
    {
        var session = await Start().Call("c", "exec_command", "{}").Output("c", output).ReadAsync();
        var step = session.Steps[1];
        Assert.Equal((error, duration), (step.Observations[0].Error, step.ToolCalls[0].DurationMs));
    }

    [Fact]
    public async Task Output_of_any_kind_of_json_is_kept()
    {
        var session = await Start().Call("a", "t", "{}").Call("b", "t", "{}").Call("c", "t", "{}").Call("d", "t", "{}")
            .Item("""{"type":"function_call_output","call_id":"a","output":[{"type":"input_text","text":"one"},{"type":"input_image","image_url":"data:"},{"type":"input_text","text":"two"}]}""")
            .Item("""{"type":"function_call_output","call_id":"b","output":{"content":"x","metadata":{"exit_code":2}}}""")
            .Item("""{"type":"function_call_output","call_id":"c","output":{"type":"input_text","text":"block"}}""")
            .Item("""{"type":"function_call_output","call_id":"d","output":null}""").ReadAsync();
        var results = session.Steps[1].Observations;
        Assert.Equal(["one\n[image: unknown, 5 characters that are no base64]\ntwo", """{"content":"x","metadata":{"exit_code":2}}""", "block", null], results.Select(r => r.Content));
        Assert.Equal([null, "exit_code:2", null, null], results.Select(r => r.Error));
    }

    [Theory]
    [InlineData("""{"cmd":"ls","n":1}""", """{"cmd":"ls","n":1}""")]
    [InlineData("[1,2]", """{"value":[1,2]}""")]
    [InlineData("not json", """{"raw":"not json"}""")]
    [InlineData("", "{}")]
    public async Task Arguments_become_an_object_and_lose_nothing(string arguments, string expected)
    {
        var session = await Start().Call("c", "t", arguments).ReadAsync();
        Assert.Equal(expected, session.Steps[1].ToolCalls[0].Input.ToString());
    }

    [Fact]
    public async Task Freeform_input_is_kept_whole()
    {
        var script = "const x = 1;\n" + new string('x', 5000);
        var session = await Start().Item($$"""{"type":"custom_tool_call","name":"exec","input":{{CodexCliLines.Quote(script)}},"call_id":"c"}""")
            .Patch("p", Update).ReadAsync();
        Assert.Equal(script, session.Steps[1].ToolCalls[0].Input.GetString("raw"u8));
        Assert.Equal(Update, session.Steps[1].ToolCalls[1].Input.GetString("patch"u8));
    }

    [Fact]
    public async Task A_call_that_is_never_answered_says_so_and_a_late_answer_finds_its_step()
    {
        var session = await Start().Call("a", "t", "{}").Call("never", "t", "{}").Output("a", "x").Prompt("next").SayItem("ok")
            .Call("b", "t", "{}").Output("never2", "y").ReadAsync();
        Assert.Equal(["x", null], session.Steps[1].Observations.Select(o => o.Content));
        Assert.Equal([null, "no_result"], session.Steps[1].Observations.Select(o => o.Error));
        Assert.Equal(["never", "b"], session.CallsWithoutResult);
        Assert.Equal(["never2"], session.ResultsWithoutCall);
        var late = await Start().Call("a", "t", "{}").Prompt("next").Output("a", "late").ReadAsync();
        Assert.Equal("late", late.Steps[1].Observations[0].Content);
        Assert.Empty(late.CallsWithoutResult);
    }

    [Fact]
    public async Task An_answer_before_its_call_and_a_call_written_twice_are_joined()
    {
        var early = await Start().Output("a", "x").Call("a", "t", "{}").ReadAsync();
        Assert.Equal("x", early.Steps[1].Observations[0].Content);
        Assert.Empty(early.ResultsWithoutCall);
        var twice = await Start().Call("a", "t", "{}").Call("a", "t", "{}").Output("a", "x").ReadAsync();
        Assert.Equal(["x", "x"], twice.Steps[1].Observations.Select(o => o.Content));
    }

    [Fact]
    public async Task Calls_of_built_in_tools_are_calls()
    {
        var session = await Start()
            .Item("""{"type":"web_search_call","status":"completed","action":{"type":"search","query":"q"}}""")
            .Item("""{"type":"local_shell_call","call_id":"l","status":"completed","action":{"type":"exec","command":["ls"]}}""")
            .Output("l", "Exit code: 0\nWall time: 0 seconds\nOutput:\n")
            .Item("""{"type":"tool_search_call","call_id":"s","execution":"client","arguments":{"query":"x"}}""")
            .Item("""{"type":"tool_search_output","call_id":"s","tools":[{"name":"found"}]}""").ReadAsync();
        var calls = session.Steps.SelectMany(s => s.ToolCalls).ToList();
        Assert.Equal(["web_search", "local_shell", "tool_search"], calls.Select(c => c.ToolName));
        Assert.Equal("""{"type":"search","query":"q"}""", calls[0].Input.ToString());
        Assert.Equal("""[{"name":"found"}]""", session.Steps[^1].Observations[0].Content);
        Assert.All(session.Steps.SelectMany(s => s.Observations), o => Assert.Null(o.Error));
    }

    [Fact]
    public async Task An_mcp_tool_that_failed_says_so()
    {
        var session = await Start().Call("m", "ask", "{}")
            .Event("""{"type":"mcp_tool_call_end","call_id":"m","duration":{"secs":2,"nanos":500000000},"result":{"Ok":{"content":[],"isError":true}}}""")
            .Output("m", "Wall time: 9 seconds\nOutput:\nno").ReadAsync();
        Assert.Equal(("tool_error", 2500), (session.Steps[1].Observations[0].Error, session.Steps[1].ToolCalls[0].DurationMs));
    }

    [Fact]
    public async Task A_spawned_thread_is_linked_to_its_call()
    {
        var session = await Start().Call("s", "spawn_agent", "{}").Output("s", """{"agent_id":"thread-1","nickname":"B"}""")
            .SayItem("next").Call("t", "spawn_agent", "{}")
            .Event("""{"type":"collab_agent_spawn_end","call_id":"t","new_thread_id":"thread-2"}""").Output("t", "ok").ReadAsync();
        Assert.Equal([null, "thread-1", "thread-2"], session.Steps.Select(s => s.SubagentTrajectoryRef));
        Assert.Contains("""{"s":"thread-1","t":"thread-2"}""", session.Header.Metadata.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_harness_applied_is_the_patch()
    {
        var session = await Start().Patch("p", Update)
            .Event("""{"type":"patch_apply_end","call_id":"p","success":true,"changes":{"/home/me/app/src/a.cs":{"type":"update","unified_diff":"@@ -10,2 +10,2 @@\n ctx\n-old\n+new\n","move_path":null},"/home/me/app/n":{"type":"add","content":"x\ny\n"},"/home/me/app/d":{"type":"delete","content":"gone\n"},"/home/me/app/m":{"type":"update","unified_diff":"","move_path":"/home/me/app/m2"}}}""")
            .Output("p", "Exit code: 0\nWall time: 0 seconds\nOutput:\nSuccess.", "custom_tool_call_output").ReadAsync();
        Assert.Equal(
            ["/home/me/app/src/a.cs Modify 11 11 old new", "/home/me/app/n Add 1 1  x|y", "/home/me/app/d Delete 1 1 gone ", "/home/me/app/m2 Move    "],
            session.Patches.Select(p => $"{p.FilePath} {p.Kind} {p.OldStart} {p.NewStart} {string.Join('|', p.Removed)} {string.Join('|', p.Added)}"));
        Assert.All(session.Patches, p => Assert.Equal(("p", 2, "/home/me/app"), (p.ToolCallId, p.StepIndex, p.WorkingDirectory)));
        Assert.Equal("/home/me/app/m", session.Patches[3].OldPath);
        Assert.NotNull(session.Patches[0].Timestamp);
    }

    [Theory]
    [InlineData("Exit code: 0\nWall time: 0 seconds\nOutput:\nSuccess.", 1)]
    [InlineData("{\"output\":\"Success.\",\"metadata\":{\"exit_code\":0}}", 1)]
    [InlineData("Success. Updated the following files:\nM src/a.cs", 1)]
    [InlineData("apply_patch verification failed: Failed to find expected lines", 0)]
    [InlineData("Exit code: 1\nWall time: 0 seconds\nOutput:\nno", 0)]
    [InlineData(null, 0)]
    public async Task Without_a_report_a_patch_counts_when_its_call_succeeded(string? output, int expected)
    {
        var lines = Start().Patch("p", Update);
        var session = await (output is null ? lines : lines.Output("p", output, "custom_tool_call_output")).ReadAsync();
        Assert.Equal(expected, session.Patches.Count);
    }

    [Fact]
    public async Task A_patch_in_a_shell_command_a_function_or_a_script_counts_and_a_printed_one_does_not()
    {
        const string Ok = "Chunk ID: 0\nWall time: 0 seconds\nProcess exited with code 0\nOutput:\n";
        var session = await Start()
            .Call("shell", "shell", $$"""{"command":["bash","-lc",{{CodexCliLines.Quote($"apply_patch <<'EOF'\n{Update}\nEOF")}}],"workdir":"/w"}""")
            .Call("function", "apply_patch", $$"""{"patch":{{CodexCliLines.Quote(Update)}}}""")
            .Call("printed", "exec_command", $$"""{"cmd":{{CodexCliLines.Quote($"cat <<'EOF'\n{Update}\nEOF")}}}""")
            .Item($$"""{"type":"custom_tool_call","name":"exec","input":{{CodexCliLines.Quote($"await tools.apply_patch({CodexCliLines.Quote(Update)});")}},"call_id":"script"}""")
            .Output("shell", Ok).Output("function", Ok).Output("printed", Ok).Output("script", Ok, "custom_tool_call_output").ReadAsync();
        Assert.Equal([("shell", "src/a.cs", "/w"), ("function", "src/a.cs", "/home/me/app"), ("script", "src/a.cs", "/home/me/app")],
            session.Patches.Select(p => (p.ToolCallId, p.FilePath, p.WorkingDirectory)));
        Assert.All(session.Patches, p => Assert.Equal(["new"], p.Added));
    }
}
