using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Conformance;

public abstract partial class TraceStoreConformance
{
    [Fact]
    public async Task Anchors_are_laid_over_the_record_and_replaced_per_repository()
    {
        var store = await CreateAsync();
        var trace = Some.Trace();
        var id = (await store.AddAsync(trace)).TraceId;
        Assert.Equal("provisional", (await store.FindAsync(id))!.Lifecycle);

        var commit = new string('a', 40);
        await store.SetTrailAsync(id, Some.Overlay(trace, commit: commit));
        var record = await store.FindAsync(id);
        Assert.Equal("final", record!.Lifecycle);
        Assert.All(record.Patches, p => Assert.Equal(commit, p.Anchor!.CommitSha));

        await store.SetTrailAsync(id, new TrailOverlay { RepositoryId = "repository-1", Anchors = new Dictionary<string, GitAnchor>() });
        record = await store.FindAsync(id);
        Assert.Equal("provisional", record!.Lifecycle);
        Assert.All(record.Patches, p => Assert.Null(p.Anchor));
    }

    [Fact]
    public async Task An_overlay_for_a_trace_that_is_not_held_is_not_found()
    {
        var store = await CreateAsync();
        var trace = Some.Trace();
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () =>
            await store.SetTrailAsync(trace.Key.ToTraceId(), Some.Overlay(trace)));
        Assert.Equal(OpenTracesErrorCode.NotFound, error.Code);
    }

    [Fact]
    public async Task Guarantee_11_observed_commits_come_back_in_order_whatever_comes_after()
    {
        var store = await CreateAsync();
        var trace = Some.Trace();
        var id = (await store.AddAsync(trace)).TraceId;
        await store.AddAsync(Some.Trace("another"));
        ObservedCommit[] given = [Some.Commit(trace, 'a'), Some.Commit(trace, 'b', "another repository"), Some.Commit(trace, 'c')];
        await store.ObserveCommitsAsync(id, given[..2]);
        await store.SetTrailAsync(id, Some.Overlay(trace));
        await store.ObserveCommitsAsync(id, []);
        await store.ObserveCommitsAsync(id, given[2..]);
        await store.AddAsync(Some.Trace(steps: 6));

        var read = await Collect(store.ReadCommitsAsync(id));
        Assert.Equal(given.Select(Describe), read.Select(Describe));
        Assert.Equal(read.Select(c => c.ObservedAt).Order(), read.Select(c => c.ObservedAt));
        Assert.All(read, c => Assert.NotEqual(default, c.ObservedAt));
        Assert.Empty(await Collect(store.ReadCommitsAsync(Some.Trace("another").Key.ToTraceId())));
        Assert.Empty(await Collect(store.ReadCommitsAsync(Some.Trace("unheard of").Key.ToTraceId())));

        static string Describe(ObservedCommit commit) => string.Join(' ', commit.RepositoryId, commit.CommitSha, commit.Tree, commit.PatchId,
            string.Join(',', commit.Parents), commit.CommitterTime.ToUnixTimeSeconds(), string.Join(',', commit.Patches));
    }

    [Fact]
    public async Task Commits_of_a_trace_that_is_not_held_are_not_taken()
    {
        var store = await CreateAsync();
        var trace = Some.Trace();
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () =>
            await store.ObserveCommitsAsync(trace.Key.ToTraceId(), [Some.Commit(trace, 'a')]));
        Assert.Equal(OpenTracesErrorCode.NotFound, error.Code);
        Assert.Empty(await Collect(store.ReadEventsAsync()));
    }

    [Fact]
    public async Task What_held_a_patch_before_is_laid_over_the_record_too()
    {
        var store = await CreateAsync();
        var trace = Some.Trace();
        var id = (await store.AddAsync(trace)).TraceId;
        var first = trace.Patches[0].PatchId;
        IReadOnlyList<string> earlier = [new('b', 40), new('a', 40)];
        await store.SetTrailAsync(id, Some.Overlay(trace) with { Superseded = new Dictionary<string, IReadOnlyList<string>> { [first] = earlier } });
        var record = await store.FindAsync(id);
        Assert.All(record!.Patches, p => Assert.Equal(p.PatchId == first ? earlier : [], p.SupersededBy));
    }
}
