using Xunit;

namespace OpenTraces.Schema.Tests;

public sealed class TraceDerivedTests
{
    [Fact]
    public void The_newest_anchor_names_the_commit_and_every_anchor_is_linked_once()
    {
        var record = TraceDerived.Apply(Record(
            Patch(new GitAnchor { LastSearchedAt = "2026-05-01", Found = true, CommitSha = "c", EvidenceTier = EvidenceTier.FormatterDivergent }),
            Patch(new GitAnchor { LastSearchedAt = "2026-05-02", Found = true, CommitSha = "b", EvidenceTier = EvidenceTier.PatchId }, "a"),
            Patch(new GitAnchor { LastSearchedAt = "2026-05-09", Found = false }, "z"),
            Patch(new GitAnchor { LastSearchedAt = "2026-05-01", Found = true, CommitSha = "a", EvidenceTier = EvidenceTier.ExactBlobHash }, "a"),
            Patch(null)));
        Assert.Equal((true, "b"), (record.Outcome.Committed, record.Outcome.CommitSha));
        Assert.Equal(
            ["c tool_emitted_with_divergence", "b tool_emitted", "a tool_emitted"],
            record.GitLinks.Select(link => $"{link.Revision} {link.Tier}"));
    }

    [Fact]
    public void Every_link_that_follows_stays_and_one_said_twice_is_said_once()
    {
        var one = new GitLink { Revision = "a", Tier = "tool_emitted", Branch = "one" };
        var two = new GitLink { Revision = "a", Tier = "tool_emitted", Branch = "two", Unknown = [new UnknownMember { Name = RawJson.Parse("\"x\""), Value = RawJson.Parse("1") }] };
        var anchored = Record(Patch(new GitAnchor { LastSearchedAt = "2026-05-01", Found = true, CommitSha = "a", EvidenceTier = EvidenceTier.PatchId }));
        Assert.Equal([one, two], TraceDerived.Apply(anchored with { GitLinks = [new GitLink { Revision = "z", Tier = "orphan" }, one, two, one] }).GitLinks);
    }

    [Fact]
    public void The_newest_anchor_is_the_greatest_as_text()
    {
        var record = TraceDerived.Apply(Record(
            Patch(new GitAnchor { LastSearchedAt = "2026-01-01T10:00:00+09:00", Found = true, CommitSha = "a" }),
            Patch(new GitAnchor { LastSearchedAt = "2026-01-01T05:00:00Z", Found = true, CommitSha = "b" })));
        Assert.Equal("a", record.Outcome.CommitSha);
    }

    [Fact]
    public void Patches_without_an_anchor_clear_what_was_claimed()
    {
        var claimed = Record(Patch(null)) with
        {
            Outcome = new Outcome { Committed = true, CommitSha = "x", Success = true },
            GitLinks = [new GitLink { Revision = "x", Tier = "orphan" }],
        };
        var record = TraceDerived.Apply(claimed);
        Assert.Equal((false, null, true), (record.Outcome.Committed, record.Outcome.CommitSha, record.Outcome.Success));
        Assert.Empty(record.GitLinks);
    }

    private const string Stale = """
        "patches":[{"patch_id":"p","file_path":"f","anchor":{"last_searched_at":"2026-01-01T00:00:00Z","found":true,"commit_sha":"b","evidence_tier":"patch_id"},"superseded_by":["a"]}],
        "outcome":{"committed":false,"commit_sha":"z","x":1.0},"git_links":[{"revision":"z","tier":"orphan"},{"revision":"a","tier":"tool_emitted","branch":"main","vcs_type":"jj","x_link":[1.50]}]
        """;

    [Theory]
    [InlineData("0.6.0")]
    [InlineData("0.7.0")]
    public void What_follows_from_the_patches_is_computed_anew_when_a_record_is_read(string version)
    {
        var json = Serialization.Json.Rewrite(Serialization.Json.Record($"\"schema_version\":\"{version}\",{Stale}"));
        Assert.Contains("\"committed\":true,\"commit_sha\":\"b\",", json, StringComparison.Ordinal);
        Assert.Contains("\"reward_source\":null,\"x\":1.0}", json, StringComparison.Ordinal);
        Assert.Contains(
            """
            "git_links":[{"vcs_type":"git","revision":"b","repo_url":null,"branch":null,"tier":"tool_emitted","commit_reachable":null,"content_alive":null},{"vcs_type":"jj","revision":"a","repo_url":null,"branch":"main","tier":"tool_emitted","commit_reachable":null,"content_alive":null,"x_link":[1.50]}],
            """.Trim(), json, StringComparison.Ordinal);
        Assert.Equal(json, Serialization.Json.Rewrite(json));
    }

    [Theory]
    [InlineData("0.8.0")]
    [InlineData("0.9.0")]
    public void What_a_later_version_says_of_its_patches_stays(string version)
    {
        var record = Serialization.Json.Parse(Serialization.Json.Record($"\"schema_version\":\"{version}\",{Stale}"));
        Assert.Equal((false, "z"), (record.Outcome.Committed, record.Outcome.CommitSha));
        Assert.Equal(["z", "a"], record.GitLinks.Select(link => link.Revision));
    }

    [Fact]
    public void A_record_that_says_what_follows_is_returned_as_it_is()
    {
        var record = Serialization.Json.Parse(Serialization.Json.Record(Stale));
        Assert.Same(record, TraceDerived.Apply(record));
    }

    [Fact]
    public void A_record_without_patches_keeps_its_links()
    {
        var old = Record() with { GitLinks = [new GitLink { Revision = "x", Tier = "orphan" }] };
        Assert.Same(old, TraceDerived.Apply(old));
    }

    [Fact]
    public void Patches_made_of_an_old_diff_clear_nothing_until_they_are_searched_for()
    {
        var old = Serialization.Json.Parse(Serialization.Json.Record(
            "\"schema_version\":\"0.5.0\",\"outcome\":{\"committed\":true,\"commit_sha\":\"c\",\"patch\":\"--- a/x\\n+++ b/x\\n\"}"));
        Assert.Same(old, TraceDerived.Apply(old));
        var searched = old with { Patches = [old.Patches[0] with { Anchor = new GitAnchor { LastSearchedAt = "2026", Found = false } }] };
        Assert.False(TraceDerived.Apply(searched).Outcome.Committed);
    }

    [Theory]
    [InlineData("tool_emitted")]
    [InlineData("tool_emitted_with_divergence")]
    [InlineData("overlapping")]
    [InlineData("orphan")]
    public void A_tier_survives_the_way_through_its_evidence(string tier) =>
        Assert.Equal(tier, TraceDerived.TierOf(TraceDerived.EvidenceOf(tier)));

    [Theory]
    [InlineData(EvidenceTier.GitCleanRangeHash, "tool_emitted_with_divergence")]
    [InlineData(EvidenceTier.StructuralSymbol, "tool_emitted_with_divergence")]
    [InlineData(EvidenceTier.TimeFileOverlap, "overlapping")]
    [InlineData(EvidenceTier.Unknown, "orphan")]
    [InlineData(null, "orphan")]
    [InlineData("something_new", "orphan")]
    public void Evidence_has_a_tier(string? evidence, string tier) => Assert.Equal(tier, TraceDerived.TierOf(evidence));

    [Fact]
    public void No_tier_is_unknown_evidence() => Assert.Equal(EvidenceTier.Unknown, TraceDerived.EvidenceOf(null));

    private static TraceRecord Record(params Patch[] patches) =>
        new() { TraceId = "t", SessionId = "s", Agent = new Agent { Name = "pi" }, Patches = patches };

    private static Patch Patch(GitAnchor? anchor, params string[] superseded) =>
        new() { PatchId = "p", FilePath = "f", Anchor = anchor, SupersededBy = superseded };
}
