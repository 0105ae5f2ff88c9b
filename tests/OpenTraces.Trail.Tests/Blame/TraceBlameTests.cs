using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Trail.Tests.Blame;

public sealed class TraceBlameTests : IDisposable
{
    private const string Start = "start = 1\n";
    private const string Work = "total = compute(price, quantity)\nreport(total, currency)\n";

    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_trace_names_its_commits_oldest_first_with_its_share_of_each()
    {
        _scene.Commit("a.py", Start);
        var agent = _scene.Agent().Edit("a.py", Start + Work);
        _scene.Repo.Write("person.py", "by = hand\n");
        var first = _scene.Repo.Commit("Take it");
        agent.Edit("b.py", "discount = lower(price, season)\nannounce(discount, customers)\nclose(season)\n");
        agent.Edit("never.py", "never = committed(anywhere, at_all)\n");
        File.Delete(Path.Combine(_scene.Repo.Root, "never.py"));
        var second = _scene.Repo.Commit("Take the rest");
        _scene.Commit("a.py", Start);

        var blame = await (await _scene.OpenAsync()).BlameTraceAsync(agent.Id);
        Assert.Equal((agent.Id, "claude-code", "session-1"), (blame.TraceId, blame.Agent, blame.SessionId));
        Assert.Equal([(first, "Take it", 2, 3, 1), (second, "Take the rest", 3, 3, 1)],
            blame.Commits.Select(c => (c.Commit, c.Subject, c.Lines, c.AddedLines, c.Patches.Count)));
        Assert.All(blame.Commits, c => Assert.Equal(EvidenceTier.ExactRangeHash, c.Tier));
        Assert.Equal([new TraceBlameFile("b.py", 3), new TraceBlameFile("a.py", 2)], blame.Files);
    }

    [Fact]
    public async Task A_commit_of_which_only_time_and_file_agree_is_shown_when_it_is_asked_for()
    {
        _scene.Commit("a.py", Start + Work);
        var agent = _scene.Agent().Delete("a.py", contentKnown: false);
        var gone = _scene.Repo.Commit("Remove it");
        var trail = await _scene.OpenAsync();
        Assert.Empty((await trail.BlameTraceAsync(agent.Id)).Commits);
        var commit = Assert.Single((await trail.BlameTraceAsync(agent.Id, includeOverlapping: true)).Commits);
        Assert.Equal((gone, EvidenceTier.TimeFileOverlap, 0, 0), (commit.Commit, commit.Tier, commit.Lines, commit.AddedLines));
    }

    [Fact]
    public async Task A_commit_that_holds_lines_another_accepted_is_shown_when_it_is_asked_for()
    {
        _scene.Commit("a.py", Start);
        var agent = _scene.Agent().Edit("a.py", Start + Work);
        var first = _scene.Repo.Commit("Take it");
        _scene.Commit("a.py", Start);
        var again = _scene.Commit("a.py", Start + Work, "Bring it back");
        var trail = await _scene.OpenAsync();
        Assert.Equal([first], (await trail.BlameTraceAsync(agent.Id)).Commits.Select(c => c.Commit));
        Assert.Empty((await trail.BlameCommitAsync(again)).Traces);

        var commits = (await trail.BlameTraceAsync(agent.Id, includeOverlapping: true)).Commits;
        Assert.Equal([(first, EvidenceTier.ExactRangeHash, 2), (again, EvidenceTier.OverlappingHunk, 2)], commits.Select(c => (c.Commit, c.Tier, c.Lines)));
        var blame = await trail.BlameCommitAsync(again, includeOverlapping: true);
        var patch = Assert.Single(Assert.Single(blame.Traces).Patches);
        Assert.Equal((EvidenceTier.OverlappingHunk, false, 0), (patch.Tier, patch.Firm, blame.AttributedLines));
        Assert.Equal([2, 3], patch.Lines);
    }

    [Fact]
    public async Task A_trace_that_is_not_held_is_not_found()
    {
        _scene.Commit("a.py", Start);
        var trail = await _scene.OpenAsync();
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await trail.BlameTraceAsync(_scene.Agent("unheard of").Id));
        Assert.Equal(OpenTracesErrorCode.NotFound, error.Code);
    }
}
