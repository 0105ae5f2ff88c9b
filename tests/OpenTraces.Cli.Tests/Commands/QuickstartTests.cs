using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpenTraces.Cli.Sample;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Cli.Tests.Commands;

public sealed class QuickstartTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task The_sample_says_exactly_what_was_built_into_it()
    {
        var report = await QuickstartAsync("--sample");
        Assert.Equal("sample", report.GetProperty("source").GetString());
        var repository = report.GetProperty("repository").GetString()!;
        var tracked = new List<JsonElement>();
        foreach (var trace in report.GetProperty("import").GetProperty("traces").EnumerateArray())
        {
            var track = await _cli.RunAsync("trail", "track", trace.GetProperty("trace_id").GetString()!, "--repo", repository, "--json");
            tracked.AddRange(track.Json().GetProperty("patches").EnumerateArray());
        }

        Assert.Equal(SampleContents.Expected.Count, tracked.Count);
        foreach (var (expected, patch) in SampleContents.Expected.Zip(tracked))
        {
            Assert.EndsWith(expected.Path, patch.GetProperty("file_path").GetString(), StringComparison.Ordinal);
            Assert.Equal(expected.State, patch.GetProperty("current_survival").GetProperty("survival_state").GetString());
            Assert.Equal(expected.CommitSubject is null, patch.GetProperty("commit").ValueKind == JsonValueKind.Null);
        }

        var import = report.GetProperty("import");
        Assert.Equal(2, import.GetProperty("imported").GetInt32());
        Assert.Empty(import.GetProperty("failed").EnumerateArray());
        Assert.NotEmpty(report.GetProperty("search").GetProperty("addresses").EnumerateArray());
        Assert.True(report.GetProperty("turns").GetInt32() > 1);
        Assert.Equal(5, report.GetProperty("next_commands").GetArrayLength());
    }

    [Fact]
    public async Task Every_commit_of_the_sample_is_blamed_on_the_right_hunks()
    {
        var report = await QuickstartAsync("--sample");
        var repository = report.GetProperty("repository").GetString()!;
        var subjects = Git(repository, "log", "--format=%H %s").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => (Commit: l[..40], Subject: l[41..])).ToList();
        foreach (var (commit, subject) in subjects)
        {
            var blame = (await _cli.RunAsync("trail", "blame", "commit", commit, "--repo", repository, "--json")).Json();
            Assert.Equal(commit, blame.GetProperty("commit").GetString());
            var found = blame.GetProperty("traces").EnumerateArray().SelectMany(t => t.GetProperty("patches").EnumerateArray())
                .Select(p => p.GetProperty("path").GetString()!).Order(StringComparer.Ordinal);
            var expected = SampleContents.Expected.Where(e => e.CommitSubject == subject).Select(e => e.Path).Order(StringComparer.Ordinal);
            Assert.Equal(expected, found);
        }
    }

    [Fact]
    public async Task Lines_of_the_sample_lead_back_to_their_steps()
    {
        var report = await QuickstartAsync("--sample");
        var repository = report.GetProperty("repository").GetString()!;
        var expected = SampleContents.Expected.First(e => e.State == "alive_on_path");
        var file = (await _cli.RunAsync("trail", "blame", "file", expected.Path, "--repo", repository, "--json")).Json();
        var line = file.GetProperty("lines").EnumerateArray().First(l => l.GetProperty("text").GetString() == expected.FirstAddedLine);
        Assert.Equal("anchored_in_git", line.GetProperty("relation").GetString());
        var step = (await _cli.RunAsync("trace", "get", line.GetProperty("address").GetString()!, "--full")).Json();
        Assert.Contains(expected.Path, step.GetProperty("step").GetRawText(), StringComparison.Ordinal);
        var number = line.GetProperty("line").GetInt32();
        var one = (await _cli.RunAsync("trail", "blame", "file", $"{expected.Path}:{number}", "--repo", repository, "--json")).Json();
        Assert.Single(one.GetProperty("lines").EnumerateArray());
    }

    [Fact]
    public async Task Nothing_of_the_repository_changes()
    {
        var built = await SampleBuilder.BuildAsync(Path.Combine(_cli.Home, "sample"), CancellationToken.None);
        var before = State(built.RepositoryPath);
        await QuickstartAsync("--sample");
        Assert.Equal(before, State(built.RepositoryPath));
    }

    [Fact]
    public async Task A_second_run_changes_nothing_and_adds_no_rows()
    {
        await QuickstartAsync("--sample");
        var second = await QuickstartAsync("--sample");
        Assert.Equal(2, second.GetProperty("import").GetProperty("unchanged").GetInt32());
        Assert.Equal(0, second.GetProperty("run").GetProperty("appended_count").GetInt32());
    }

    [Fact]
    public async Task A_sample_that_was_forgotten_stays_so_and_is_said_to()
    {
        var ids = (await QuickstartAsync("--sample")).GetProperty("import").GetProperty("traces").EnumerateArray()
            .Select(t => t.GetProperty("trace_id").GetString()!).ToList();
        Assert.Equal(0, (await _cli.RunAsync("trace", "forget", ids[0])).Code);
        var other = await QuickstartAsync("--sample");
        Assert.Equal(1, other.GetProperty("import").GetProperty("forgotten").GetInt32());
        Assert.Equal(ids[1], other.GetProperty("trace_id").GetString());
        Assert.Equal(0, (await _cli.RunAsync("trace", "forget", ids[1])).Code);
        var none = await _cli.RunAsync("quickstart", "--sample");
        Assert.Equal(3, none.Code);
        Assert.Contains("forgotten in this bucket and stays so", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rows_are_approved_and_hold_no_secret()
    {
        var report = await QuickstartAsync("--sample");
        var rows = report.GetProperty("rows");
        Assert.True(rows.GetProperty("publishable").GetInt32() > 0);
        Assert.False(rows.TryGetProperty("needs_review", out _));
        var data = await File.ReadAllTextAsync(Path.Combine(_cli.Home, "datasets", "sample", "data", "train.jsonl"));
        Assert.DoesNotContain("ghp_", data, StringComparison.Ordinal);
        Assert.DoesNotContain(_cli.Folder.Root, data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_of_the_current_repository_are_preferred_and_their_rows_wait_for_review()
    {
        using var repo = new TempGitRepo();
        repo.Write("a.txt", "a\n");
        repo.Commit("first");
        _cli.WorkingDirectory = repo.Root;
        _cli.Folder.Write(
            "person/.codex/sessions/2026/01/01/rollout-2026-01-01T00-00-00-019aaaaa-0000-7000-8000-000000000001.jsonl",
            CodexText.Session(cwd: repo.Root));
        _cli.Folder.Write(
            "person/.codex/sessions/2026/01/01/rollout-2026-01-01T00-00-00-019aaaaa-0000-7000-8000-000000000002.jsonl",
            CodexText.Session(id: "019aaaaa-0000-7000-8000-000000000002", cwd: "/somewhere/else"));
        var report = await QuickstartAsync();
        Assert.Equal("sessions", report.GetProperty("source").GetString());
        Assert.Single(report.GetProperty("import").GetProperty("traces").EnumerateArray());
        Assert.True(report.GetProperty("rows").GetProperty("needs_review").GetInt32() > 0);
    }

    [Fact]
    public async Task Rows_of_the_sample_and_of_other_projects_stay_out_of_a_persons_rows()
    {
        await QuickstartAsync("--sample");
        await _cli.RunAsync("capture", "import", _cli.Folder.Write("work/rollout-other.jsonl", CodexText.Session("019aaaaa-0000-7000-8000-000000000009", "/somewhere/else")));
        using var repo = new TempGitRepo();
        repo.Write("a.txt", "a\n");
        repo.Commit("first");
        _cli.WorkingDirectory = repo.Root;
        foreach (var n in new[] { "1", "2" })
        {
            var id = $"019aaaaa-0000-7000-8000-00000000000{n}";
            _cli.Folder.Write($"person/.codex/sessions/2026/01/01/rollout-2026-01-01T00-00-00-{id}.jsonl", CodexText.Session(id, repo.Root));
        }

        var report = await QuickstartAsync();
        Assert.Equal(2, report.GetProperty("run").GetProperty("appended_count").GetInt32());
        var rows = (await _cli.RunAsync("dataset", "review", "quickstart", "--json")).Json();
        Assert.Equal(2, rows.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task The_summary_for_people_names_the_files_and_five_commands()
    {
        var result = await _cli.RunAsync("quickstart", "--sample");
        Assert.Equal(0, result.Code);
        Assert.Empty(result.Error);
        Assert.Contains("reverted", result.Text, StringComparison.Ordinal);
        Assert.Contains(_cli.Home, result.Text, StringComparison.Ordinal);
        Assert.Equal(5, result.Text.Split('\n').Count(l => l.StartsWith("  opentraces ", StringComparison.Ordinal)));
    }

    private async Task<JsonElement> QuickstartAsync(params string[] options)
    {
        var result = await _cli.RunAsync(["quickstart", "--json", .. options]);
        Assert.True(result.Code == 0, result.Error);
        return result.Json();
    }

    private static string State(string repository)
    {
        var state = new StringBuilder();
        foreach (var arguments in new string[][] { ["status", "--porcelain=v2", "--branch"], ["for-each-ref"], ["reflog", "--all"], ["config", "--list", "--local"], ["stash", "list"] })
            state.Append(Git(repository, arguments));
        foreach (var file in new[] { "index", "HEAD", "config" })
            state.Append(Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(repository, ".git", file)))));
        return state.ToString();
    }

    private static string Git(string repository, params string[] arguments) => Sample.Git.Run(repository, arguments);
}
