using OpenTraces.Schema;
using OpenTraces.Trail.Git;
using Xunit;

namespace OpenTraces.Trail.Tests.Observations;

public sealed class AnchoringTests : IDisposable
{
    private const string Work = "total = compute(price, quantity)\nreport(total, currency)\n";

    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task An_amended_commit_is_superseded_and_one_amended_twice_by_both()
    {
        _scene.Commit("a.py", "start = 1\n");
        var agent = _scene.Agent().Edit("a.py", "start = 1\n" + Work);
        var first = _scene.Repo.Commit("Take it");
        await AnchorAsync(agent);
        var second = Amend("Take it, said better");
        await AnchorAsync(agent);
        var third = Amend("Take it, said best");
        await AnchorAsync(agent);

        var patch = (await _scene.Store.FindAsync(agent.Id))!.Patches[0];
        Assert.Equal(third, patch.Anchor!.CommitSha);
        Assert.Equal([second, first], patch.SupersededBy);
        var record = await _scene.Store.FindAsync(agent.Id);
        Assert.Equal([third, second, first], TraceDerived.Apply(record!).GitLinks.Select(l => l.Revision));
    }

    [Fact]
    public async Task A_patch_that_goes_from_every_branch_and_comes_back_keeps_where_it_was()
    {
        var start = _scene.Commit("a.py", "start = 1\n");
        var agent = _scene.Agent().Edit("a.py", "start = 1\n" + Work);
        var first = _scene.Repo.Commit("Take it");
        await AnchorAsync(agent);
        _scene.Repo.Git("reset", "-q", "--hard", start);
        await AnchorAsync(agent);
        var gone = (await _scene.Store.FindAsync(agent.Id))!.Patches[0];
        Assert.Equal((false, null, EvidenceTier.Orphan), (gone.Anchor!.Found, gone.Anchor.CommitSha, gone.Anchor.EvidenceTier));
        Assert.Equal([first], gone.SupersededBy);

        _scene.Repo.Git("reset", "-q", "--hard", first);
        await AnchorAsync(agent);
        var back = (await _scene.Store.FindAsync(agent.Id))!.Patches[0];
        Assert.Equal((true, first), (back.Anchor!.Found, back.Anchor.CommitSha));
        Assert.Empty(back.SupersededBy);
    }

    [Fact]
    public async Task Nothing_new_is_nothing_written()
    {
        _scene.Commit("a.py", "start = 1\n");
        var agent = _scene.Agent().Edit("a.py", "start = 1\n" + Work);
        agent.Edit("gone.py", "never = committed(anywhere, at_all)\n");
        File.Delete(Path.Combine(_scene.Repo.Root, "gone.py"));
        _scene.Repo.Commit("Take it");
        await AnchorAsync(agent);
        var before = await _scene.Store.ReadCommitsAsync(agent.Id).CountAsync();
        _scene.Commit("b.py", "other = 2\n");
        await AnchorAsync(agent);
        await foreach (var _ in (await _scene.OpenAsync()).AnchorAllAsync())
            Assert.Fail("Nothing is new.");
        Assert.Equal(before, await _scene.Store.ReadCommitsAsync(agent.Id).CountAsync());
    }

    [Fact]
    public async Task What_is_remembered_of_a_commit_is_what_git_says()
    {
        _scene.Commit("a.py", "start = 1\n");
        var agent = _scene.Agent().Edit("a.py", "start = 1\n" + Work);
        var commit = _scene.Repo.Commit("Take it");
        await AnchorAsync(agent);
        var observed = Assert.Single(await _scene.Store.ReadCommitsAsync(agent.Id).ToListAsync());
        Assert.Equal(commit, observed.CommitSha);
        Assert.Equal(_scene.Repo.Git("rev-parse", "HEAD^{tree}").Trim(), observed.Tree);
        Assert.Equal([_scene.Repo.Git("rev-parse", "HEAD^").Trim()], observed.Parents);
        Assert.Equal(_scene.Repo.Now, observed.CommitterTime);
        var patch = Assert.Single(observed.Patches);
        Assert.Equal((EvidenceTier.ExactRangeHash, true, true), (patch.Tier, patch.Firm, patch.IsFound));
    }

    [Fact]
    public async Task A_picked_commit_keeps_the_patch_id_and_a_merge_has_none()
    {
        var start = _scene.Commit("a.py", "start = 1\n");
        var change = _scene.Commit("b.py", Work);
        _scene.Repo.Git("checkout", "-q", "-b", "side", start);
        _scene.Commit("c.py", "other = 3\n");
        _scene.Repo.Git("cherry-pick", "-x", change);
        _scene.Repo.Git("merge", "-q", "--no-edit", "main");
        await using var git = (await GitRepository.OpenAsync(_scene.Repo.Root, _scene.Options, default)).Begin();
        var ids = (string[])[change, await git.ResolveAsync("HEAD^1", default), await git.ResolveAsync("HEAD", default), start];
        var found = await git.ReadPatchIdsAsync(ids, default);
        Assert.Matches("^[0-9a-f]{40}$", found[ids[0]]);
        Assert.Equal(found[ids[0]], found[ids[1]]);
        Assert.NotEqual(found[ids[0]], found[start]);
        Assert.DoesNotContain(ids[2], found);
    }

    [Fact]
    public async Task A_commit_alone_is_anchored_when_it_is_made()
    {
        _scene.Commit("a.py", "start = 1\n");
        var (one, other) = (_scene.Agent("one"), _scene.Agent("other"));
        one.Edit("a.py", "start = 1\n" + Work);
        var first = _scene.Repo.Commit("Take it");
        other.Edit("b.py", "discount = lower(price, season)\nannounce(discount, customers)\n");
        var second = _scene.Repo.Commit("Take the other");
        var trail = await _scene.OpenAsync();
        Assert.Equal([other.Id], (await trail.AnchorCommitAsync()).Traces.Select(t => t.TraceId));
        Assert.Empty(await _scene.Store.ReadCommitsAsync(one.Id).ToListAsync());
        Assert.Equal(second, (await _scene.Store.FindAsync(other.Id))!.Patches[0].Anchor!.CommitSha);
        await trail.AnchorCommitAsync(first);
        Assert.Equal(first, (await _scene.Store.FindAsync(one.Id))!.Patches[0].Anchor!.CommitSha);
    }

    [Fact]
    public async Task What_was_laid_before_commits_were_observed_stays()
    {
        _scene.Commit("a.py", "start = 1\n");
        var agent = _scene.Agent().Edit("a.py", "start = 1\n" + Work);
        var first = _scene.Repo.Commit("Take it");
        agent.Edit("b.py", "discount = lower(price, season)\nannounce(discount, customers)\n");
        var second = _scene.Repo.Commit("Take the other");
        var trail = await _scene.OpenAsync();
        var patches = (await trail.TrackAsync(agent.Id)).Patches;
        await using var git = (await GitRepository.OpenAsync(_scene.Repo.Root, _scene.Options, default)).Begin();
        var old = new GitAnchor { LastSearchedAt = "2025-01-01T00:00:00.000Z", Found = true, CommitSha = first, EvidenceTier = EvidenceTier.PatchId, EvidenceFirmness = "provisional" };
        await _scene.Store.SetTrailAsync(agent.Id, new Bucket.TrailOverlay
        {
            RepositoryId = await git.ReadIdAsync(default),
            Anchors = patches.ToDictionary(p => p.Anchor.Patch.PatchId, _ => old),
            Superseded = patches.ToDictionary(p => p.Anchor.Patch.PatchId, IReadOnlyList<string> (_) => [second]),
        });

        await trail.AnchorCommitAsync();
        var record = (await _scene.Store.FindAsync(agent.Id))!;
        Assert.Equal((old, EvidenceTier.ExactRangeHash), (record.Patches[0].Anchor, record.Patches[1].Anchor!.EvidenceTier));
        Assert.Equal([second], record.Patches[0].SupersededBy);
        Assert.Empty(record.Patches[1].SupersededBy);
        var overlay = Assert.Single(await new TrailProjector().ProjectAsync(agent.Id, _scene.Store));
        Assert.Equal(2, overlay.Anchors.Count);
    }

    private async Task AnchorAsync(AgentSession agent) => await (await _scene.OpenAsync()).AnchorAsync(agent.Id);

    private string Amend(string message)
    {
        _scene.Repo.Advance(TimeSpan.FromMinutes(1));
        _scene.Repo.Git("commit", "-q", "--amend", "-m", message);
        return _scene.Repo.Git("rev-parse", "HEAD").Trim();
    }
}
