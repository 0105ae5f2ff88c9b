using OpenTraces.Bucket;
using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Cli.Tests.Commands.Traces;

/// <summary>What becomes of the log of calls when a trace of their session is forgotten.</summary>
public sealed class ForgottenCallsTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    private CallLog Log => new(Path.Combine(_cli.Home, "calls"));

    /// <summary>A session whose main line or sub-agent makes one call.</summary>
    private string Session(string? agent)
    {
        var about = agent is null ? "\"isSidechain\":false" : $"\"isSidechain\":true,\"agentId\":\"{agent}\"";
        var name = agent is null ? "main" : "sub";
        string Line(int second, string type, string content) => "{" + about
            + $$""","parentUuid":null,"cwd":"/home/dev/app","sessionId":"session-1","version":"2.1.120","gitBranch":"main","type":"{{type}}","uuid":"{{name}}-{{second}}","timestamp":"2026-05-01T10:00:0{{second}}.000Z","message":{{content}}}""" + "\n";
        return _cli.Folder.Write(
            agent is null ? "work/session-1.jsonl" : $"work/session-1/subagents/agent-{agent}.jsonl",
            Line(1, "user", """{"role":"user","content":"Format the code"}""")
            + Line(2, "assistant", $$$"""{"id":"m-{{{name}}}","role":"assistant","model":"claude-sonnet-5","content":[{"type":"tool_use","id":"call-{{{name}}}","name":"Bash","input":{"command":"format"}}],"stop_reason":"tool_use"}""")
            + Line(3, "user", $$"""{"role":"user","content":[{"type":"tool_result","tool_use_id":"call-{{name}}","content":"done"}]}"""));
    }

    private async Task SeeAsync(params string[] calls)
    {
        foreach (var call in calls)
        {
            await Log.AppendAsync(new CallChanges
            {
                Agent = "claude-code",
                SessionId = "session-1",
                ToolCallId = call,
                Patches = [new PatchDraft { FilePath = "src/a.cs", ToolCallId = call, StepIndex = 0, CaptureMethod = "snapshot", Added = ["by " + call] }],
            });
        }
    }

    private async Task<string> ImportAsync(string path)
    {
        var row = (await _cli.RunAsync("capture", "import", path, "--json")).Json().GetProperty("traces")[0];
        return row.GetProperty("trace_id").GetString()!;
    }

    private async Task<(int Removed, int Unclaimed)> ForgetAsync(string trace)
    {
        var answer = (await _cli.RunAsync("trace", "forget", trace, "--json")).Json();
        return (answer.GetProperty("calls_removed").GetInt32(), answer.GetProperty("remains").GetProperty("calls_of_no_trace").GetInt32());
    }

    private async Task<string[]> LeftAsync() => [.. (await Log.ReadAsync("claude-code", "session-1")).Select(c => c.ToolCallId)];

    [Fact]
    public async Task A_forgotten_trace_takes_its_own_calls_along_and_leaves_those_of_a_sub_agent_that_is_not_imported_yet()
    {
        await SeeAsync("call-main", "call-sub");
        Assert.Equal((1, 1), await ForgetAsync(await ImportAsync(Session(null))));
        Assert.Equal(["call-sub"], await LeftAsync());
        var sub = await ImportAsync(Session("ab12"));
        var record = (await _cli.RunAsync("trace", "get", sub, "--full")).Json();
        Assert.Single(record.GetProperty("patches").EnumerateArray());
    }

    [Fact]
    public async Task Forgetting_again_takes_what_came_later_and_is_of_no_trace_that_is_held()
    {
        await SeeAsync("call-main", "call-sub");
        var main = await ImportAsync(Session(null));
        await ImportAsync(Session("ab12"));
        Assert.Equal((1, 0), await ForgetAsync(main));
        await SeeAsync("call-main", "call-later");
        Assert.Contains("2 calls", (await _cli.RunAsync("trace", "forget", await ImportAsync(Session("cd34")))).Text, StringComparison.Ordinal);
        Assert.Equal((2, 0), await ForgetAsync(main));
        Assert.Equal(["call-sub"], await LeftAsync());
        Assert.Equal((0, 0), await ForgetAsync(main));
    }

    [Fact]
    public async Task An_import_that_is_refused_takes_the_calls_of_its_transcript()
    {
        var main = await ImportAsync(Session(null));
        await ForgetAsync(main);
        await SeeAsync("call-main", "call-sub");
        Assert.Equal(1, (await _cli.RunAsync("capture", "import", Session(null), "--json")).Json().GetProperty("forgotten").GetInt32());
        Assert.Equal(["call-sub"], await LeftAsync());
    }

    [Fact]
    public async Task Calls_that_a_rewind_took_out_of_the_trace_go_with_it()
    {
        await SeeAsync("call-main");
        var path = Session(null);
        var main = await ImportAsync(path);
        var first = (await File.ReadAllLinesAsync(path))[0];
        var other = first.Replace("main-1", "main-9", StringComparison.Ordinal).Replace("10:00:01", "10:00:09", StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, first + "\n" + other + "\n");
        Assert.Equal(main, await ImportAsync(path));
        Assert.DoesNotContain("call-main", (await _cli.RunAsync("trace", "get", main, "--full")).Text, StringComparison.Ordinal);
        Assert.Equal((1, 0), await ForgetAsync(main));
        Assert.Empty(await LeftAsync());
    }
}
