using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Records;

public class StoredHashTests
{
    [Fact]
    public async Task A_stored_record_has_a_hash_once_it_is_written_and_another_once_it_is_anchored()
    {
        await using var open = await OpenBucket.CreateAsync();
        var trace = Some.Trace();
        trace = trace with { Record = trace.Record with { ContentHash = new string('0', 64) } };
        var id = (await open.Bucket.AddAsync(trace)).TraceId;

        var before = await WrittenAsync(open.Bucket, id);
        await open.Bucket.SetTrailAsync(id, Some.Overlay(trace));
        var after = await WrittenAsync(open.Bucket, id);

        Assert.NotEqual(before.ContentHash, after.ContentHash);
        Assert.True(after.Outcome.Committed);
    }

    [Theory]
    [InlineData("0.8.0")]
    [InlineData("0.9.0")]
    public async Task A_record_of_a_later_version_keeps_the_hash_it_came_with(string version)
    {
        await using var open = await OpenBucket.CreateAsync();
        var trace = Some.Trace();
        trace = trace with { Record = trace.Record with { SchemaVersion = version, ContentHash = new string('a', 64) } };
        var id = (await open.Bucket.AddAsync(trace)).TraceId;

        var stored = (await open.Bucket.FindAsync(id))!;

        Assert.Equal(new string('a', 64), stored.ContentHash);
        Assert.Equal(new string('a', 64), TraceJson.Parse(TraceJson.Serialize(stored)).ContentHash);
    }

    private static async Task<TraceRecord> WrittenAsync(TraceBucket bucket, TraceId id)
    {
        var stored = (await bucket.FindAsync(id))!;
        Assert.Null(stored.ContentHash);
        var written = TraceJson.Serialize(stored);
        var read = TraceJson.Parse(written);
        Assert.Equal(PlainCanonicalJson.ContentHashOf(written), read.ContentHash);
        return read;
    }
}
