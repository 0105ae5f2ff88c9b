using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Cli.Tests.Commands.Trails;

/// <summary>Commits and traces under one verb, the hook, and the history that was there before.</summary>
public sealed class BlameTargetTests : IDisposable
{
    private const string Session = "019aaaaa-0000-7000-8000-000000000001";

    private readonly Cli _cli = new();
    private readonly TempGitRepo _repo = new();

    public void Dispose()
    {
        _cli.Dispose();
        _repo.Dispose();
    }

    private Task<CliResult> RunAsync(params string[] args) => _cli.RunAsync([.. args, "--repo", _repo.Root]);

    /// <summary>A session that adds apples, and the commit that took them.</summary>
    private async Task<(string Trace, string Commit)> WorkAsync()
    {
        _repo.Write("basket/apples.txt", "a1\n");
        _repo.Commit("Start");
        _repo.Write("basket/apples.txt", "a1\napple number two from the market\napple number three from the garden\n");
        var commit = _repo.Commit("More apples");
        var patch = """{"timestamp":"2026-01-01T00:00:06.000Z","type":"response_item","payload":{"type":"custom_tool_call","name":"apply_patch","call_id":"call_2","input":"*** Begin Patch\n*** Update File: basket/apples.txt\n@@\n a1\n+apple number two from the market\n+apple number three from the garden\n*** End Patch"}}""" + "\n"
            + """{"timestamp":"2026-01-01T00:00:07.000Z","type":"response_item","payload":{"type":"custom_tool_call_output","call_id":"call_2","output":"Exit code: 0\nWall time: 0 seconds\nOutput:\nok"}}""" + "\n";
        var path = _cli.Folder.Write("work/rollout-a.jsonl", CodexText.Session(Session, _repo.Root.Replace('\\', '/')) + patch);
        var row = (await _cli.RunAsync("capture", "import", path, "--json")).Json().GetProperty("traces")[0];
        return (row.GetProperty("trace_id").GetString()!, commit);
    }

    [Fact]
    public async Task A_commit_and_a_trace_are_told_apart_with_and_without_their_mark()
    {
        var (trace, commit) = await WorkAsync();
        foreach (var text in (string[])[commit, commit[..8], "c:" + commit, "c:HEAD", "HEAD"])
        {
            var answer = await RunAsync("trail", "blame", "commit", text, "--json");
            Assert.Equal(0, answer.Code);
            Assert.Equal(commit, answer.Json().GetProperty("commit").GetString());
        }

        foreach (var text in (string[])[trace, trace[..13], "t:" + trace, "t:" + trace[..8], "s:" + Session, "s:019aaaaa"])
        {
            var answer = (await RunAsync("trail", "blame", "commit", text, "--json")).Json();
            Assert.Equal("opentraces.trail.blame_trace.v1", answer.GetProperty("schema_version").GetString());
            Assert.Equal(trace, answer.GetProperty("trace").GetProperty("trace_id").GetString());
            var one = Assert.Single(answer.GetProperty("commits").EnumerateArray());
            Assert.Equal((commit, 2, 2, "100%"), (one.GetProperty("sha").GetString(), one.GetProperty("linesInCommit").GetInt32(),
                one.GetProperty("totalCommitLines").GetInt32(), one.GetProperty("pct").GetString()));
        }

        Assert.Contains("More apples", (await RunAsync("trail", "blame", "commit", "t:" + trace, "--include-overlapping")).Text, StringComparison.Ordinal);
        foreach (var (text, code) in new[] { ("c:" + trace, 6), ("t:" + commit[..10], 6), ("s:none", 6), ("0123456789", 6), ("none-such", 6) })
            Assert.Equal(code, (await RunAsync("trail", "blame", "commit", text)).Code);
        Assert.Equal(2, (await RunAsync("trail", "blame", "commit", "t:" + trace, "a.txt")).Code);
        Assert.Equal(2, (await RunAsync("trail", "blame", "commit", commit, "--lines")).Code);
        Assert.Equal(0, (await RunAsync("trail", "blame", "commit", "c:" + commit, "basket/apples.txt", "--lines")).Code);
    }

    [Fact]
    public async Task A_history_is_tied_once_and_a_dry_run_ties_nothing()
    {
        var (trace, commit) = await WorkAsync();
        var dry = (await RunAsync("git-backfill", "--dry-run", "--json")).Json();
        Assert.True(dry.GetProperty("dry_run").GetBoolean());
        var report = (await RunAsync("git-backfill", "--json")).Json();
        foreach (var answer in new[] { dry, report })
        {
            Assert.Equal((commit, 2, 1, 2), (answer.GetProperty("last_commit").GetString(), answer.GetProperty("commits_processed").GetInt32(),
                answer.GetProperty("patches").GetInt32(), answer.GetProperty("attributed_lines").GetInt32()));
            Assert.Equal([trace], answer.GetProperty("traces_anchored").EnumerateArray().Select(t => t.GetString()));
        }

        Assert.Empty((await RunAsync("git-backfill", "--json")).Json().GetProperty("traces_anchored").EnumerateArray());
        Assert.Contains("0 sessions", (await RunAsync("git-backfill", "--max-commits", "1", "--window-hours", "0.5")).Text, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("git-backfill", "--max-commits", "0")).Code);
        Assert.Equal(2, (await RunAsync("git-backfill", "--window-hours", "0")).Code);
    }

    [Fact]
    public async Task The_hook_ties_the_newest_commit_and_exits_0_whatever_happens()
    {
        Assert.Equal((0, ""), await HookAsync());
        var (trace, commit) = await WorkAsync();
        var (code, said) = await HookAsync("--budget-ms", "0");
        Assert.Equal(0, code);
        Assert.Contains("not done within 0 ms", said, StringComparison.Ordinal);
        (code, said) = await HookAsync("--budget-ms", "120000");
        Assert.Equal(0, code);
        Assert.Contains($"{commit[..10]} holds 1 changes of 1 sessions", said, StringComparison.Ordinal);
        var record = (await _cli.RunAsync("trace", "get", trace, "--full")).Json();
        Assert.Equal(commit, record.GetProperty("patches")[0].GetProperty("anchor").GetProperty("commit_sha").GetString());

        (code, said) = await HookAsync("--repo", _cli.Folder.Root);
        Assert.Equal(0, code);
        Assert.StartsWith("opentraces: the commit was not tied", said, StringComparison.Ordinal);
        Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("--budget-ms", "abc")]
    [InlineData("--budget-ms", "99999999999")]
    [InlineData("--budget-ms", "1", "--budget-ms")]
    [InlineData("--no-such-option")]
    [InlineData("word")]
    [InlineData("--repo")]
    [InlineData("--repo", "no/such/folder")]
    [InlineData("--repo", "not\0a path")]
    public async Task A_hook_that_is_called_wrongly_says_so_and_exits_0(params string[] wrong)
    {
        await WorkAsync();
        var (code, said) = await HookAsync(wrong);
        Assert.Equal(0, code);
        Assert.StartsWith("opentraces: ", Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hook_is_put_in_and_taken_out()
    {
        var answer = (await RunAsync("trail", "hook", "install", "--json")).Json();
        Assert.True(answer.GetProperty("changed").GetBoolean());
        var hook = answer.GetProperty("hook").GetString()!;
        Assert.Contains("opentraces trail hook post-commit || true\n", File.ReadAllText(hook), StringComparison.Ordinal);
        Assert.Contains("was already in", (await RunAsync("trail", "hook", "install")).Text, StringComparison.Ordinal);
        Assert.Contains("is out of", (await RunAsync("trail", "hook", "remove")).Text, StringComparison.Ordinal);
        Assert.False(File.Exists(hook));
        Assert.Equal(3, (await _cli.RunAsync("trail", "hook", "install", "--repo", _cli.Folder.Root)).Code);
        Assert.Equal(2, (await RunAsync("trail", "hook", "install", "--no-such-option")).Code);
    }

    private async Task<(int Code, string Said)> HookAsync(params string[] more)
    {
        string[] repo = more.Contains("--repo") ? [] : ["--repo", _repo.Root];
        var result = await _cli.RunAsync(["trail", "hook", "post-commit", .. more, .. repo]);
        Assert.Empty(result.Bytes);
        return (result.Code, result.Error);
    }
}
