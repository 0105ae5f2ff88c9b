using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Golden;

/// <summary>The promise of format 1. A test that fails here is a bucket of somebody that no longer opens: the code is wrong, never the bucket.</summary>
public class GoldenBucketTests
{
    [Theory]
    [InlineData("v1-zstd")]
    [InlineData("v1-brotli")]
    public async Task A_bucket_of_format_1_opens_forever(string name)
    {
        using var folder = new TempFolder();
        var golden = new GoldenBucket(name);
        golden.CopyTo(folder["bucket"]);
        await using (var reader = await TraceBucket.OpenAsync(folder["bucket"], new BucketOptions { ReadOnly = true }))
            await golden.AssertHeldAsync(reader);
        await using var writer = await TraceBucket.OpenAsync(folder["bucket"]);
        await golden.AssertHeldAsync(writer);
        await golden.AssertSearchesAsync(writer);
        var report = await writer.VerifyAsync();
        Assert.True(report.Full);
        Assert.Empty(report.Issues);
    }

    [Theory]
    [InlineData("v1-zstd")]
    [InlineData("v1-brotli")]
    public async Task A_bucket_of_format_1_is_written_on_forever(string name)
    {
        using var folder = new TempFolder();
        var golden = new GoldenBucket(name);
        golden.CopyTo(folder["bucket"]);
        var grown = GoldenSessions.Grown().Chatter(5, seed: 9);
        var late = GoldenSessions.Late();
        await using (var writer = await TraceBucket.OpenAsync(folder["bucket"]))
        {
            Assert.Equal(IngestOutcome.Unchanged, (await writer.AddAsync(late)).Outcome);
            Assert.Equal(IngestOutcome.Forgotten, (await writer.AddAsync(GoldenSessions.Forgotten())).Outcome);
            Assert.Equal(5, (await writer.AddAsync(grown.Build())).ServedGeneration);
            await writer.SetTrailAsync(late.Key.ToTraceId(), Some.Overlay(late));
            await writer.AddAsync(Some.Trace("new"));
            await writer.PruneAsync(new PruneOptions { MinDeadRatio = 0 });
        }

        await using var reader = await TraceBucket.OpenAsync(folder["bucket"], new BucketOptions { ReadOnly = true });
        var (first, second) = (grown.Build().Key.ToTraceId(), late.Key.ToTraceId());
        await golden.AssertHeldAsync(reader, first, second, Some.Trace("new").Key.ToTraceId());
        Assert.Equal(grown.Steps, (await reader.FindAsync(first))!.Steps.Count);
        Assert.Contains((await reader.FindAsync(second))!.Patches, p => p.Anchor is { Found: true });
        Assert.Empty((await reader.VerifyAsync()).Issues);
    }
}
