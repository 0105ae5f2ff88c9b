using System.Text;
using System.Text.RegularExpressions;
using OpenTraces.Capture;
using OpenTraces.Cli.Sample;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Cli.Tests.Sample;

public sealed class SampleBuilderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_builds_in_two_places_give_the_same_commits()
    {
        var one = await SampleBuilder.BuildAsync(_folder["one"], Cancelled);
        var two = await SampleBuilder.BuildAsync(_folder["two"], Cancelled);

        var commits = Git.Lines(one.RepositoryPath, "log", "--format=%H %cI %cn %s");
        Assert.Equal(commits, Git.Lines(two.RepositoryPath, "log", "--format=%H %cI %cn %s"));
        Assert.Equal(7, commits.Length);
        Assert.StartsWith(one.HeadCommit, commits[0], StringComparison.Ordinal);
        Assert.NotEqual(Path.GetFileName(one.SessionPaths[0]), Path.GetFileName(two.SessionPaths[0]));
    }

    [Fact]
    public async Task Building_again_changes_nothing()
    {
        var one = await SampleBuilder.BuildAsync(_folder["x"], Cancelled);
        var before = Snapshot(_folder["x"]);
        var two = await SampleBuilder.BuildAsync(_folder["x"], Cancelled);

        Assert.Equal(one.HeadCommit, two.HeadCommit);
        Assert.Equal(one.SessionPaths, two.SessionPaths);
        Assert.Equal(before, Snapshot(_folder["x"]));
    }

    [Fact]
    public async Task A_folder_that_is_something_else_is_left_alone()
    {
        _folder.Write("x/tinyshop/mine.txt", "mine");
        var error = await Assert.ThrowsAsync<OpenTracesException>(() => SampleBuilder.BuildAsync(_folder["x"], Cancelled));

        Assert.Equal(OpenTracesErrorCode.Precondition, error.Code);
        Assert.Equal(["tinyshop/mine.txt mine"], Snapshot(_folder["x"]));
    }

    [Fact]
    public async Task The_repository_is_clean_and_has_no_configuration_of_the_machine()
    {
        var sample = await SampleBuilder.BuildAsync(_folder["x"], Cancelled);

        Assert.Empty(Git.Lines(sample.RepositoryPath, "status", "--porcelain", "--ignored"));
        Assert.Equal(["main"], Git.Lines(sample.RepositoryPath, "branch", "--format=%(refname:short)"));
        Git.Run(sample.RepositoryPath, "fsck", "--strict");
        Assert.False(Directory.Exists(Path.Combine(sample.RepositoryPath, ".git", "hooks")));
    }

    [Fact]
    public async Task The_session_is_read_whole()
    {
        var sample = await SampleBuilder.BuildAsync(_folder["x"], Cancelled);
        var run = await SessionRun.CodexAsync(sample);

        Assert.Equal(File.ReadLines(sample.SessionPaths[0]).Count(), run.Entries.Count);
        Assert.DoesNotContain(run.Entries, e => e.Fate == EntryFate.Malformed);
        Assert.DoesNotContain(run.Entries, e => e.Reason is not null && e.Reason.Contains("unknown", StringComparison.Ordinal));
        Assert.Empty(run.Unresolved);
        Assert.Equal(sample.RepositoryPath, run.Header.WorkingDirectory);
        Assert.Equal("0.139.0", run.Header.Agent.Version);
        Assert.Equal(4, run.Steps.Count(s => s.Role == StepRole.User && s.Content!.Length < 200 && !s.Content.StartsWith('<')));
        Assert.Single(run.Steps.SelectMany(s => s.Observations), o => o.Error == "exit_code:1");
        Assert.Contains(Git.Lines(sample.RepositoryPath, "rev-list", "HEAD"), c => c == run.Header.Environment.Vcs.BaseCommit);
    }

    [Fact]
    public async Task The_second_session_is_read_whole()
    {
        var sample = await SampleBuilder.BuildAsync(_folder["x"], Cancelled);
        var run = await SessionRun.ClaudeAsync(sample);

        Assert.Equal(6, run.Entries.Count);
        Assert.All(run.Entries, e => Assert.Null(e.Reason));
        Assert.Empty(run.Unresolved);
        Assert.Equal(4, run.Steps.Count);
        Assert.Equal(353, run.Steps.Sum(s => s.TokenUsage.OutputTokens));
        Assert.Equal(sample.RepositoryPath, run.Header.WorkingDirectory);
        var edit = run.Steps.SelectMany(s => s.ToolCalls).Single(c => c.ToolName == "Edit").Input;
        Assert.Equal(SampleContents.CatalogWithSorting, SampleContents.Catalog.Replace(edit.GetString("old_string"u8)!, edit.GetString("new_string"u8), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tokens_are_those_of_the_last_cumulative_count()
    {
        var sample = await SampleBuilder.BuildAsync(_folder["x"], Cancelled);
        var run = await SessionRun.CodexAsync(sample);
        var last = File.ReadLines(sample.SessionPaths[0]).Last(l => l.Contains("\"token_count\"", StringComparison.Ordinal));
        var total = Regex.Match(last, "\"total_token_usage\":{\"input_tokens\":(\\d+),\"cached_input_tokens\":(\\d+),\"output_tokens\":(\\d+)");

        Assert.Equal(total.Groups[1].Value, run.Steps.Sum(s => s.TokenUsage.InputTokens + s.TokenUsage.CacheReadTokens).ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(total.Groups[3].Value, run.Steps.Sum(s => s.TokenUsage.OutputTokens).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task The_patches_are_those_the_table_expects()
    {
        var sample = await SampleBuilder.BuildAsync(_folder["x"], Cancelled);

        Assert.Equal(
            sample.Expected.Select(e => (e.Path, e.FirstAddedLine)),
            (await PatchesAsync(sample)).Select(p => (Relative(sample, p.FilePath), p.Added.First(l => l.Length > 0))));
    }

    [Fact]
    public async Task The_history_did_to_each_patch_what_the_table_says()
    {
        var sample = await SampleBuilder.BuildAsync(_folder["x"], Cancelled);

        foreach (var (expected, patch) in sample.Expected.Zip(await PatchesAsync(sample)))
            Assert.Equal((expected.FirstAddedLine, expected.State), (expected.FirstAddedLine, Fate(sample.RepositoryPath, expected, patch)));
    }

    [Fact]
    public async Task Commits_that_accept_an_edit_come_after_it()
    {
        var sample = await SampleBuilder.BuildAsync(_folder["x"], Cancelled);
        var dates = Git.Lines(sample.RepositoryPath, "log", "--format=%cI\t%s").Select(l => l.Split('\t'))
            .ToDictionary(l => l[1], l => Time(l[0]));

        foreach (var (expected, patch) in sample.Expected.Zip(await PatchesAsync(sample)).Where(p => p.First.CommitSubject is not null))
            Assert.True(dates[expected.CommitSubject!] > Time(patch.Timestamp!));
    }

    [Fact]
    public async Task Redaction_has_something_to_do_and_the_project_holds_no_token()
    {
        var sample = await SampleBuilder.BuildAsync(_folder["x"], Cancelled);
        var session = await File.ReadAllTextAsync(sample.SessionPaths[0], Cancelled);

        Assert.Single(Regex.Matches(session, "ghp_[A-Za-z0-9]{36}"));
        Assert.Contains("/home/sam/", session, StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("samples", "OpenTraces.Cli", "Sample")))
            Assert.DoesNotMatch("ghp_[A-Za-z0-9]{20}", await File.ReadAllTextAsync(file, Cancelled));
    }

    private static async Task<IReadOnlyList<PatchDraft>> PatchesAsync(BundledSample sample) =>
        [.. (await SessionRun.CodexAsync(sample)).Patches, .. (await SessionRun.ClaudeAsync(sample)).Patches];

    /// <summary>What plain git says became of a patch, without the library under test.</summary>
    private static string Fate(string repository, ExpectedPatch expected, PatchDraft patch)
    {
        var history = Git.Lines(repository, "log", "--format=%H\t%s", "--", expected.Path).Select(l => l.Split('\t')).ToList();
        var accepting = history.SingleOrDefault(c => c[1] == expected.CommitSubject);
        var committed = accepting is null ? "" : Git.Run(repository, "show", $"{accepting[0]}:{expected.Path}");
        var head = Git.Run(repository, "show", "HEAD:" + expected.Path);
        var (added, removed) = (Text(patch.Added), Text(patch.Removed));
        return (committed.Contains(added, StringComparison.Ordinal), head.Contains(added, StringComparison.Ordinal)) switch
        {
            (true, true) => "alive_on_path",
            (true, false) when removed.Length > 0 && head.Contains(removed, StringComparison.Ordinal) => "reverted",
            (false, false) when accepting is null && history.Count > 0 => "never_committed",
            (false, false) when Tokens(committed) == Tokens(added) && head == committed => "alive_transformed",
            _ => "none of these",
        };
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static string Text(IReadOnlyList<string> lines) => string.Concat(lines.Select(l => l + "\n"));

    private static string Tokens(string text) => Regex.Replace(text, "\\s+", "");

    private static string Relative(BundledSample sample, string path) =>
        Path.GetRelativePath(sample.RepositoryPath, Path.Combine(sample.RepositoryPath, path)).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>Every file but git's own index, which holds times.</summary>
    private static List<string> Snapshot(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(f) != "index")
            .Order(StringComparer.Ordinal)
            .Select(f => Path.GetRelativePath(folder, f).Replace(Path.DirectorySeparatorChar, '/') + " " + Encoding.Latin1.GetString(File.ReadAllBytes(f)))];
}
