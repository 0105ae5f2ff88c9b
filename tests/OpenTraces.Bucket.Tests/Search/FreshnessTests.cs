using OpenTraces.Bucket.Events;
using OpenTraces.Bucket.Index;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Search;

public class FreshnessTests
{
    [Fact]
    public async Task An_index_that_is_far_behind_is_left_for_a_rebuild_and_says_so()
    {
        await using var open = await OpenBucket.CreateAsync();
        await open.Bucket.AddAsync(Some.Trace("before"));
        await open.CloseAsync();
        await AppendAsync(open, TraceIndexer.MaxInline + 1);
        await open.ReopenAsync();
        await open.Bucket.AddAsync(Some.Trace("after"));
        var behind = await open.Bucket.SearchAsync(new SearchQuery { Text = "parser" });
        Assert.Single(behind.Hits);
        Assert.Equal((true, "maintenance_needed", true), (behind.Freshness.Stale, behind.Freshness.StaleReason, behind.Freshness.RebuildRecommended));
        Assert.Equal(2, (await open.Bucket.ListAsync().ToListAsync()).Count);
        await open.Bucket.RebuildAsync(Substrates.Index);
        var fresh = await open.Bucket.SearchAsync(new SearchQuery { Text = "parser", Fresh = true });
        Assert.Equal(2, fresh.Hits.Count);
        Assert.False(fresh.Freshness.Stale);
    }

    [Fact]
    public async Task A_few_events_of_others_are_taken_in_by_the_next_opening()
    {
        await using var open = await OpenBucket.CreateAsync();
        await open.Bucket.AddAsync(Some.Trace());
        await open.CloseAsync();
        await AppendAsync(open, 10);
        await using (var reader = await TraceBucket.OpenAsync(open.Path, new BucketOptions { ReadOnly = true }))
        {
            var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await reader.SearchAsync(new SearchQuery { Text = "parser", Fresh = true }));
            Assert.Equal(OpenTracesErrorCode.StoreBusy, error.Code);
            Assert.Equal("events_not_indexed", (await reader.SearchAsync(new SearchQuery { Text = "parser" })).Freshness.StaleReason);
        }

        await open.ReopenAsync();
        Assert.Single((await open.Bucket.SearchAsync(new SearchQuery { Text = "parser", Fresh = true })).Hits);
    }

    private static async Task AppendAsync(OpenBucket open, int events)
    {
        await using var log = await SegmentEventLog.OpenAsync(open["events"], StoreFiles.Local, new EventLogOptions());
        await log.AppendAsync([.. Enumerable.Range(0, events).Select(_ => new EventDraft { Kind = "of_a_later_version", Data = RawJson.Parse("{}") })]);
    }
}
