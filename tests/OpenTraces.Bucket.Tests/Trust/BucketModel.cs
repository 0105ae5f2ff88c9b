using System.Collections.Immutable;
using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Bucket.Tests.Trust;

/// <summary>What has been asked of a bucket and what of it was acknowledged.</summary>
internal sealed record BucketModel
{
    /// <summary>By trace and generation, the raw bytes that are acknowledged.</summary>
    public ImmutableDictionary<(TraceId Trace, int Generation), byte[]> Raw { get; init; } =
        ImmutableDictionary<(TraceId Trace, int Generation), byte[]>.Empty;

    /// <summary>The commits of acknowledged overlays; the last one of a trace counts.</summary>
    public ImmutableDictionary<TraceId, string> Trails { get; init; } = ImmutableDictionary<TraceId, string>.Empty;

    /// <summary>All raw bytes that anybody has tried to keep, acknowledged or not.</summary>
    public ImmutableHashSet<ContentHash> Tried { get; init; } = [];

    /// <summary>The trace whose overlay is being replaced, if one is.</summary>
    public TraceId? TrailInFlight { get; init; }

    /// <summary>Traces that are forgotten, and acknowledged to be.</summary>
    public ImmutableHashSet<TraceId> Forgotten { get; init; } = [];

    /// <summary>The trace that is being forgotten, if one is.</summary>
    public TraceId? ForgettingInFlight { get; init; }

    public static byte[] Bytes(CapturedTrace trace)
    {
        using var stream = trace.Sources[0].Open();
        var bytes = new byte[trace.Sources[0].Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public BucketModel Trying(CapturedTrace trace) => this with { Tried = Tried.Add(trace.Sources[0].Hash) };

    public BucketModel Added(CapturedTrace trace, IngestReceipt receipt) =>
        Trying(trace) with { Raw = Raw.SetItem((receipt.TraceId, receipt.Generation), Bytes(trace)) };

    /// <summary>The bucket has everything acknowledged, all of it reads, and it has nothing nobody tried to keep.</summary>
    public async Task CheckAsync(TraceBucket bucket, string when)
    {
        var sequence = 0L;
        await foreach (var one in bucket.ReadEventsAsync())
            Assert.True(one.Sequence == ++sequence, $"event {one.Sequence} stands at {sequence}: {when}");
        var generations = new Dictionary<TraceId, int>();
        await foreach (var summary in bucket.ListAsync())
        {
            generations[summary.TraceId] = summary.Generations;
            await CheckTraceAsync(bucket, summary, when);
        }

        foreach (var (trace, generation) in Raw.Keys)
            Assert.True(IsForgotten(trace) || generations.GetValueOrDefault(trace) >= generation, $"generation {generation} of {trace} is lost: {when}");
        foreach (var trace in Forgotten)
            Assert.False(generations.ContainsKey(trace), $"{trace} was forgotten and is there: {when}");
        foreach (var (trace, commit) in Trails)
        {
            var record = await bucket.FindAsync(trace);
            Assert.True(trace == TrailInFlight || record!.GitLinks.Any(l => l.Revision == commit), $"the trail of {trace} is lost: {when}");
        }
    }

    private bool IsForgotten(TraceId trace) => trace == ForgettingInFlight || Forgotten.Contains(trace);

    private async Task CheckTraceAsync(TraceBucket bucket, TraceSummary summary, string when)
    {
        var record = await bucket.FindAsync(summary.TraceId);
        Assert.True(record is not null && record.Steps.Count == summary.Steps, $"{summary.TraceId} has no whole record: {when}");
        var patches = 0;
        await foreach (var patch in bucket.ReadPatchesAsync(summary.TraceId))
            patches++;
        Assert.True(patches == summary.Patches, $"{summary.TraceId} has {patches} patches: {when}");
        for (var generation = 1; generation <= summary.Generations; generation++)
        {
            await using var stream = await bucket.OpenRawAsync(summary.TraceId, generation);
            Assert.True(stream is not null, $"generation {generation} of {summary.TraceId} has no source: {when}");
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes);
            Assert.True(Tried.Contains(ContentHash.Of(bytes)), $"generation {generation} of {summary.TraceId} has bytes nobody kept: {when}");
            Assert.True(
                !Raw.TryGetValue((summary.TraceId, generation), out var right) || right.AsSpan().SequenceEqual(bytes),
                $"generation {generation} of {summary.TraceId} has the bytes of another: {when}");
        }
    }
}
