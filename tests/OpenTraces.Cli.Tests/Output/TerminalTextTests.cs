using OpenTraces.Cli.Tests.Commands.Trails;
using Xunit;

namespace OpenTraces.Cli.Tests.Output;

/// <summary>Texts of others do not move the cursor of whoever reads them.</summary>
public sealed class TerminalTextTests : IDisposable
{
    private const string Hostile = "\u001b[2J\u001b]0;title\u0007\u009b31m\rover\u202e";

    private readonly WorkedRepo _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task No_answer_for_people_holds_what_a_terminal_obeys()
    {
        var trace = await _work.WorkAsync();
        var name = OperatingSystem.IsWindows() ? "hostile.txt" : "host\u001b[2Jile.txt";
        _work.Repo.Write(name, "one\t" + Hostile + "two\n");
        _work.Repo.Commit("Subject " + Hostile);
        foreach (var asked in (string[][])
        [
            ["trail", "graph"], ["trail", "blame", "file", name], ["trail", "blame", "commit", "HEAD"], ["trail", "blame", "commit", trace],
            ["trail", "track", "--all"], ["trail", "blame", "commit", "no\u001b[2Jsuch"],
        ])
        {
            var result = await _work.RunInAsync("", asked);
            Assert.DoesNotContain(result.Text + result.Error, c => (char.IsControl(c) && c is not ('\n' or '\t')) || c == '\u202e');
        }

        Assert.Contains("one\t\uFFFD[2J", (await _work.RunInAsync("", "trail", "blame", "file", name)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_is_shown_without_what_a_terminal_obeys()
    {
        using var cli = new Cli();
        var text = CodexText.Session().Replace("Count the apples", @"Count\n\u001b[2J\r the\u009b apples", StringComparison.Ordinal);
        var path = cli.Folder.Write("work/rollout-a.jsonl", text);
        var trace = (await cli.RunAsync("capture", "import", path, "--json")).Json().GetProperty("traces")[0].GetProperty("trace_id").GetString()!;
        foreach (var asked in (string[][])[["trace", "get", trace], ["trace", "get", trace + ":1-2"], ["trace", "query"], ["trace", "partition", trace]])
        {
            var result = await cli.RunAsync(asked);
            Assert.Equal(0, result.Code);
            Assert.DoesNotContain(result.Text, c => char.IsControl(c) && c is not ('\n' or '\t'));
        }

        Assert.Contains('\u001b', (await cli.RunAsync("trace", "get", trace + ":1", "--full")).Json().GetProperty("step").GetProperty("content").GetString()!);
    }
}
