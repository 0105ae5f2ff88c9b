using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Trail.Tests.Blame;

public sealed class TrackFilterTests : IDisposable
{
    private readonly Scene _scene = new();
    private DateTimeOffset _between;

    public void Dispose() => _scene.Dispose();

    private async Task<TraceTrail> OpenAsync()
    {
        _scene.Commit("a.py", "import sys\n");
        _scene.Agent().Edit("a.py", "import sys\nfrom accounts import LedgerBook, OpenLedger\n").Edit("b.py", "from orders import Basket, OpenBasket\n");
        _scene.Repo.Commit("Take both");
        _between = _scene.Repo.Now.AddMinutes(1);
        _scene.Repo.Advance(TimeSpan.FromHours(1));
        _scene.Agent("session-2").Edit("c.py", "from stock import Shelf, OpenShelf\n").Claim("nowhere/else.py", [], ["alpha_beta gamma_delta epsilon_zeta"]);
        _scene.Repo.Commit("Take it");
        return await _scene.OpenAsync();
    }

    private static async Task<List<PatchTracking>> TrackAsync(TraceTrail trail, TrackFilter filter)
    {
        var patches = new List<PatchTracking>();
        await foreach (var tracking in trail.TrackAllAsync(filter))
            patches.AddRange(tracking.Patches);
        return patches;
    }

    private static async Task<OpenTracesException> RefusedAsync(TraceTrail trail, TrackFilter filter) =>
        await Assert.ThrowsAsync<OpenTracesException>(() => TrackAsync(trail, filter));

    [Fact]
    public async Task Without_a_condition_all_are_tracked() => Assert.Equal(3, (await TrackAsync(await OpenAsync(), new TrackFilter())).Count);

    [Fact]
    public async Task A_patch_is_found_by_the_beginning_of_its_id_in_any_case()
    {
        var trail = await OpenAsync();
        foreach (var patch in await TrackAsync(trail, new TrackFilter()))
        {
            var id = patch.Anchor.Patch.PatchId;
            foreach (var given in new[] { id, id[..8], id[..12].ToUpperInvariant() })
                Assert.Equal(patch.Anchor.AnchorId, Assert.Single(await TrackAsync(trail, new TrackFilter { PatchId = given })).Anchor.AnchorId);
        }
    }

    [Fact]
    public async Task A_patch_of_a_file_the_repository_never_had_is_found_when_it_is_asked_for()
    {
        var trail = await OpenAsync();
        var patches = new List<TracePatch>();
        await foreach (var patch in _scene.Store.ReadPatchesAsync(_scene.Agent("session-2").Id))
            patches.Add(patch);
        var elsewhere = patches.Single(p => p.Content.FilePath.EndsWith("else.py", StringComparison.Ordinal));
        Assert.Equal(SurvivalState.NeverCommitted, Assert.Single(await TrackAsync(trail, new TrackFilter { PatchId = elsewhere.PatchId })).State);
    }

    [Fact]
    public async Task A_patch_is_found_by_its_anchor()
    {
        var trail = await OpenAsync();
        var wanted = (await TrackAsync(trail, new TrackFilter()))[1].Anchor;
        Assert.Equal(wanted.Patch.PatchId, Assert.Single(await TrackAsync(trail, new TrackFilter { AnchorId = wanted.AnchorId![..8] })).Anchor.Patch.PatchId);
    }

    [Fact]
    public async Task Since_a_time_means_made_then_or_later()
    {
        var trail = await OpenAsync();
        Assert.EndsWith("c.py", Assert.Single(await TrackAsync(trail, new TrackFilter { Since = _between })).Anchor.Patch.Content.FilePath, StringComparison.Ordinal);
        Assert.Empty(await TrackAsync(trail, new TrackFilter { Since = _scene.Repo.Now.AddDays(1) }));
    }

    [Fact]
    public async Task An_id_of_nothing_is_not_found()
    {
        var trail = await OpenAsync();
        Assert.Equal(OpenTracesErrorCode.NotFound, (await RefusedAsync(trail, new TrackFilter { PatchId = new string('0', 64) })).Code);
        Assert.Equal(OpenTracesErrorCode.NotFound, (await RefusedAsync(trail, new TrackFilter { AnchorId = new string('0', 64) })).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456")]
    [InlineData("not-hexadecimal")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000000")]
    public async Task What_is_no_id_is_refused(string text)
    {
        var trail = await OpenAsync();
        var refused = await RefusedAsync(trail, new TrackFilter { PatchId = text });
        Assert.Equal(OpenTracesErrorCode.InvalidRequest, refused.Code);
        Assert.Contains("8 or more", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_beginning_of_several_ids_names_them()
    {
        string[] ids = [.. Enumerable.Range(0, 7).Select(i => $"0123456789{i}")];
        var refused = Assert.Throws<OpenTracesException>(() => Trail.Blame.IdPrefix.Read("0123456789", "patch")!.Single(ids.Reverse(), id => id));
        Assert.Equal(OpenTracesErrorCode.InvalidRequest, refused.Code);
        Assert.Contains($"7 patch ids: {string.Join(", ", ids.Take(5))} and 2 more", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_anchor_id_is_the_digest_of_what_was_found_where()
    {
        var patch = new TracePatch { PatchId = "p", TraceId = default, Ordinal = 0, Content = new PatchDraft { FilePath = "a", ToolCallId = "c", StepIndex = 1 } };
        var anchor = new PatchAnchor { Patch = patch, Tier = "exact_range_hash", Firm = true, Commit = "c0ffee", Path = "src/ä \"b\".py" };
        var canonical = "{\"commit\":\"c0ffee\",\"patch_id\":\"p\",\"path\":\"src/ä \\\"b\\\".py\",\"tier\":\"exact_range_hash\"}"u8;
        Assert.Equal(ContentHash.Of(canonical).ToString(), anchor.AnchorId);
        Assert.Equal(anchor.AnchorId, (anchor with { Lines = [1, 2], Firm = false }).AnchorId);
        Assert.Null((anchor with { Commit = null, Path = null }).AnchorId);
    }
}
