using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Upkeep;

public class RebuildTests
{
    [Fact]
    public async Task Records_are_made_again_by_the_builder_that_knows_the_harness()
    {
        await using var open = await OpenBucket.CreateAsync();
        var session = Some.Session("session", 12);
        await open.Bucket.AddAsync(session.Build(6));
        await open.Bucket.AddAsync(session.Build());
        await open.Bucket.AddAsync(Some.Trace("foreign", agent: "another"));
        var options = new BucketOptions { RecordBuilders = { new SomeBuilder(session, skills: []) } };
        await open.ReopenAsync(options);
        var same = await open.Bucket.RebuildAsync(Substrates.Traces);
        Assert.Equal((2, 0), (same.Records, same.RecordsChanged));
        Assert.Equal(Some.Trace("foreign", agent: "another").Key.ToTraceId(), Assert.Single(same.Skipped));

        options = new BucketOptions { RecordBuilders = { new SomeBuilder(session, skills: ["read again"]) } };
        await open.ReopenAsync(options);
        var changed = await open.Bucket.RebuildAsync(Substrates.Traces | Substrates.Index);
        Assert.Equal((2, 2), (changed.Records, changed.RecordsChanged));
        Assert.Single(await open.Bucket.ListAsync(new TraceFilter { Skill = "read again" }).ToListAsync());
        Assert.Equal(12, (await open.Bucket.FindAsync(session.Build().Key.ToTraceId()))!.Steps.Count);
        Assert.Empty((await open.Bucket.VerifyAsync()).Issues);
    }

    [Fact]
    public async Task Overlays_are_made_again_by_the_projector()
    {
        await using var open = await OpenBucket.CreateAsync();
        var trace = Some.Trace();
        await open.Bucket.AddAsync(trace);
        await open.ReopenAsync(new BucketOptions { TrailProjector = new SomeProjector(Some.Overlay(trace)) });
        Assert.Equal(1, (await open.Bucket.RebuildAsync(Substrates.Trail)).Trails);
        Assert.True((await open.Bucket.FindAsync(trace.Key.ToTraceId()))!.Outcome.Committed);
    }

    [Theory]
    [InlineData(Substrates.Traces)]
    [InlineData(Substrates.Trail)]
    [InlineData(Substrates.All)]
    public async Task What_nobody_is_registered_for_is_a_precondition(Substrates what)
    {
        await using var open = await OpenBucket.CreateAsync();
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await open.Bucket.RebuildAsync(what));
        Assert.Equal(OpenTracesErrorCode.Precondition, error.Code);
    }

    private sealed class SomeBuilder(SomeSession session, IReadOnlyList<string> skills) : IRecordBuilder
    {
        public async ValueTask<CapturedTrace?> BuildAsync(
            TraceKey key, IReadOnlyList<RawSource> sources, CancellationToken cancellationToken = default)
        {
            if (key.Agent != session.AgentName)
                return null;
            using var reader = new StreamReader(sources[0].Open());
            var lines = (await reader.ReadToEndAsync(cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
            session.Skills = skills;
            return session.Build(lines) with { Sources = sources };
        }
    }

    private sealed class SomeProjector(TrailOverlay overlay) : ITrailProjector
    {
        public ValueTask<IReadOnlyList<TrailOverlay>> ProjectAsync(TraceId id, ITraceStore store, CancellationToken cancellationToken = default) => new([overlay]);
    }
}
