using System.Globalization;
using System.Text;
using OpenTraces.Capture.Harnesses.CodexCli;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.CodexCli;

/// <summary>What is held of a session does not grow with it.</summary>
public class CodexCliMemoryTests
{
    [Fact]
    public async Task A_call_that_is_never_answered_does_not_hold_the_session()
    {
        var lines = CodexCliLines.Started().Prompt("go").Call("lost", "t", "{}");
        Answered(lines, 6000, "ok");
        var sink = await CountAsync(lines.Output("lost", "at last"));
        Assert.InRange(sink.MostHeld, 1, 4200);
        Assert.Equal(6001, sink.Steps);
        Assert.Equal(["lost"], sink.Unanswered);
        Assert.Empty(sink.Orphans);
        Assert.Equal(1, sink.Ignored["late_result"]);
    }

    [Fact]
    public async Task A_call_that_is_never_answered_does_not_hold_many_bytes()
    {
        var lines = CodexCliLines.Started().Prompt("go").Call("lost", "t", "{}");
        Answered(lines, 48, new string('x', 1 << 20));
        Assert.InRange((await CountAsync(lines)).MostHeld, 1, 36);
    }

    [Fact]
    public async Task A_turn_without_an_end_lets_its_answered_steps_go()
    {
        var lines = CodexCliLines.Started().Prompt("go");
        Answered(lines, 2000, "ok");
        var sink = await CountAsync(lines);
        Assert.InRange(sink.MostHeld, 1, 260);
        Assert.Equal(2001, sink.Steps);
        Assert.Empty(sink.Unanswered);
    }

    [Fact]
    public async Task A_turn_without_an_end_holds_few_large_steps()
    {
        var lines = CodexCliLines.Started().Prompt("go");
        Answered(lines, 40, new string('x', 1 << 19));
        Assert.InRange((await CountAsync(lines)).MostHeld, 1, 20);
    }

    [Fact]
    public async Task What_an_aborted_turn_waits_for_is_given_up_once_the_next_one_begins()
    {
        var lines = CodexCliLines.Started().Prompt("go").Call("a", "t", "{}").Call("b", "t", "{}")
            .Event("""{"type":"turn_aborted","reason":"interrupted"}""").Output("a", "aborted by user").Prompt("on");
        Answered(lines, 3, "ok");
        var session = await lines.Output("b", "too late").ReadAsync();
        Assert.Equal(["aborted by user", null], session.Steps[1].Observations.Select(o => o.Content));
        Assert.Equal(["b"], session.CallsWithoutResult);
        Assert.Empty(session.ResultsWithoutCall);
        Assert.Equal("late_result", session.Entries[^1].Reason);
    }

    [Fact]
    public async Task An_answer_that_no_call_comes_for_holds_the_report_of_few_lines()
    {
        var lines = CodexCliLines.Started().Prompt("go").Output("orphan", "x");
        Answered(lines, 2500, "ok");
        var sink = await CountAsync(lines.Call("orphan", "t", "{}"));
        Assert.Equal(Enumerable.Range(1, 5006), sink.Lines);
        Assert.Equal(1, sink.Ignored["result_without_call"]);
        Assert.Equal(["orphan"], sink.Unanswered);
        Assert.Empty(sink.Orphans);
    }

    private static void Answered(CodexCliLines lines, int steps, string output)
    {
        for (var i = 0; i < steps; i++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"call-{i}");
            lines.Call(id, "t", "{}").Output(id, output);
        }
    }

    private static async Task<CountingSink> CountAsync(CodexCliLines lines)
    {
        var sink = new CountingSink();
        await new CodexCliParser().ParseAsync(
            new SessionSource { FileName = "rollout-x.jsonl", Content = new MemoryStream(Encoding.UTF8.GetBytes(lines.Text)) }, sink);
        return sink;
    }
}
