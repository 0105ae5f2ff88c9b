using OpenTraces.Schema;
using OpenTraces.Trail.Backfill;
using Xunit;

namespace OpenTraces.Trail.Tests.Backfill;

public sealed class BackfillTests : IDisposable
{
    private readonly Scene _scene = new();
    private readonly AgentSession _one;
    private readonly AgentSession _other;
    private readonly string _first;
    private readonly string _last;

    public BackfillTests()
    {
        _scene.Commit("a.py", "start = 1\n");
        _one = _scene.Agent("one").Edit("a.py", "start = 1\ntotal = compute(price, quantity)\nreport(total, currency)\n");
        _first = _scene.Repo.Commit("Take it");
        _scene.Commit("person.py", "by = hand\nof = a_person\n");
        _other = _scene.Agent("other").Edit("b.py", "discount = lower(price, season)\nannounce(discount, customers)\n");
        _other.Edit("never.py", "never = committed(anywhere, at_all)\n");
        File.Delete(Path.Combine(_scene.Repo.Root, "never.py"));
        _scene.Repo.Advance(TimeSpan.FromHours(5));
        _last = _scene.Repo.Commit("Take the other");
    }

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task The_whole_history_is_tied_to_its_traces_once()
    {
        var report = await RunAsync(new BackfillOptions());
        Assert.Equal((_last, 4, 2, 2, 7, 4), (report.Head, report.Commits, report.AttributedCommits, report.Patches, report.AddedLines, report.AttributedLines));
        Assert.Equal(new[] { _one.Id, _other.Id }.Order(), report.Traces);
        Assert.Equal(_first, await CommitOfAsync(_one));
        Assert.Equal(_last, await CommitOfAsync(_other));
        Assert.Empty((await RunAsync(new BackfillOptions())).Traces);
    }

    [Fact]
    public async Task Only_the_newest_commits_count_and_what_they_do_not_hold_is_left_as_it_is()
    {
        var report = await RunAsync(new BackfillOptions { MaxCommits = 2 });
        Assert.Equal((2, 1, 1, 4, 2), (report.Commits, report.AttributedCommits, report.Patches, report.AddedLines, report.AttributedLines));
        Assert.Equal([_other.Id], report.Traces);
        Assert.Empty(await _scene.Store.ReadCommitsAsync(_one.Id).ToListAsync());
        var observed = Assert.Single(await _scene.Store.ReadCommitsAsync(_other.Id).ToListAsync());
        Assert.Single(observed.Patches);
    }

    [Fact]
    public async Task A_commit_that_is_too_late_is_not_taken()
    {
        var report = await RunAsync(new BackfillOptions { Window = TimeSpan.FromHours(4) });
        Assert.Equal([_one.Id], report.Traces);
        Assert.Null(await CommitOfAsync(_other));
    }

    [Fact]
    public async Task A_dry_run_says_the_same_and_writes_nothing()
    {
        var dry = await RunAsync(new BackfillOptions { DryRun = true });
        Assert.Empty(await _scene.Store.ReadCommitsAsync(_one.Id).ToListAsync());
        Assert.Null(await CommitOfAsync(_one));
        var report = await RunAsync(new BackfillOptions());
        Assert.Equal(report.Traces, dry.Traces);
        Assert.Equal(report with { Traces = [] }, dry with { Traces = [] });
    }

    [Fact]
    public async Task No_commit_at_all_is_refused()
    {
        var error = await Assert.ThrowsAsync<OpenTracesException>(() => RunAsync(new BackfillOptions { MaxCommits = 0 }));
        Assert.Equal(OpenTracesErrorCode.InvalidRequest, error.Code);
    }

    private async Task<BackfillReport> RunAsync(BackfillOptions options) => await (await _scene.OpenAsync()).BackfillAsync(options);

    private async Task<string?> CommitOfAsync(AgentSession agent) => (await _scene.Store.FindAsync(agent.Id))!.Patches[0].Anchor?.CommitSha;
}
