using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Bucket.Upkeep;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Upkeep;

public class ForgetTests
{
    private const string Secret = "xylophonemarker";

    [Fact]
    public async Task A_forgotten_trace_is_in_no_file_of_the_bucket_and_the_others_are_whole()
    {
        await using var open = await OpenBucket.CreateAsync();
        var (wanted, other) = await FillAsync(open);
        Assert.NotEmpty(BucketBytes.FilesWith(open.Path, Secret));
        var receipt = await open.Bucket.ForgetAsync(wanted.Key.ToTraceId());
        Assert.True(receipt.Complete, receipt.Pending);
        Assert.True(receipt.RemovedObjects > 3);
        Assert.Empty(BucketBytes.FilesWith(open.Path, Secret));
        Assert.Null(await open.Bucket.FindAsync(wanted.Key.ToTraceId()));
        Assert.Null(await open.Bucket.FindSummaryAsync(wanted.Key.ToTraceId()));
        Assert.Null(await open.Bucket.OpenRawAsync(wanted.Key.ToTraceId()));
        Assert.Empty((await open.Bucket.SearchAsync(new SearchQuery { Text = Secret })).Hits);
        Assert.Equal(other.Record.Steps.Count, (await open.Bucket.FindAsync(other.Key.ToTraceId()))!.Steps.Count);
        await open.ReopenAsync();
        Assert.Empty(BucketBytes.FilesWith(open.Path, Secret));
        Assert.Single(await open.Bucket.ListAsync().ToListAsync());
        Assert.Equal(other.Record.Steps.Count, (await open.Bucket.FindAsync(other.Key.ToTraceId()))!.Steps.Count);
    }

    [Fact]
    public async Task A_forgotten_session_is_not_taken_in_again_by_any_process_and_after_any_rebuild()
    {
        await using var open = await OpenBucket.CreateAsync();
        var (wanted, _) = await FillAsync(open);
        await using var writer = await TraceBucket.OpenAsync(open.Path);
        await open.Bucket.ForgetAsync(wanted.Key.ToTraceId());
        foreach (var bucket in new[] { open.Bucket, writer })
        {
            var receipt = await bucket.AddAsync(wanted);
            Assert.Equal((IngestOutcome.Forgotten, 0, 0), (receipt.Outcome, receipt.Generation, receipt.ServedGeneration));
        }

        Directory.Delete(open["traces"], recursive: true);
        File.Delete(open["manifest.json"]);
        await open.ReopenAsync();
        Assert.Equal(IngestOutcome.Forgotten, (await open.Bucket.AddAsync(wanted)).Outcome);
        Assert.Empty(BucketBytes.FilesWith(open.Path, Secret));
    }

    [Fact]
    public async Task The_receipt_names_what_other_traces_need_too()
    {
        await using var open = await OpenBucket.CreateAsync();
        var picture = Samples.Bytes(5, 9000);
        var one = Some.Trace("one") with { Media = [Some.Media(picture)] };
        var two = Some.Trace("two") with { Media = [Some.Media(picture)] };
        await open.Bucket.AddAsync(one);
        await open.Bucket.AddAsync(two);
        var receipt = await open.Bucket.ForgetAsync(one.Key.ToTraceId());
        Assert.Equal(two.Key.ToTraceId(), Assert.Single(receipt.SharedWith));
        Assert.True(receipt.SharedObjects >= 1);
        Assert.Equal(2, receipt.EventsKept);
        await using var kept = await open.Bucket.OpenMediaAsync(two.Key.ToTraceId(), ContentHash.Of(picture));
        Assert.Equal(picture.Length, kept!.Length);
    }

    [Fact]
    public async Task Forgetting_what_is_not_there_is_not_found()
    {
        await using var open = await OpenBucket.CreateAsync();
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await open.Bucket.ForgetAsync(Some.Trace().Key.ToTraceId()));
        Assert.Equal(OpenTracesErrorCode.NotFound, error.Code);
    }

    [Fact]
    public async Task Forgetting_that_had_to_wait_is_completed_by_a_second_call()
    {
        await using var open = await OpenBucket.CreateAsync();
        var (wanted, _) = await FillAsync(open);
        var id = wanted.Key.ToTraceId();
        using (new WriterPresence(StoreFiles.Local, open["writers"]).Enter())
        {
            var pending = await open.Bucket.ForgetAsync(id, new ForgetOptions { WriterTimeout = TimeSpan.Zero });
            Assert.False(pending.Complete);
            Assert.NotNull(pending.Pending);
            Assert.Null(await open.Bucket.FindAsync(id));
        }

        var receipt = await open.Bucket.ForgetAsync(id);
        Assert.True(receipt.Complete, receipt.Pending);
        Assert.Empty(BucketBytes.FilesWith(open.Path, Secret));
    }

    [Fact]
    public async Task The_receipt_names_every_file_that_was_put_aside()
    {
        await using var open = await OpenBucket.CreateAsync();
        var (wanted, _) = await FillAsync(open);
        Directory.CreateDirectory(open["blobs/quarantine"]);
        await File.WriteAllTextAsync(open["blobs/quarantine/20260102T030405000-0123456789abcdef.seg"], Secret);
        await File.WriteAllTextAsync(open["blobs/quarantine/20260102T030405000-0123456789abcdef-16.bin"], Secret);
        Assert.Equal(2, (await open.Bucket.ForgetAsync(wanted.Key.ToTraceId())).Quarantined.Count);
    }

    [Fact]
    public async Task The_counts_of_the_manifest_follow()
    {
        await using var open = await OpenBucket.CreateAsync();
        var (wanted, other) = await FillAsync(open);
        await open.Bucket.ForgetAsync(wanted.Key.ToTraceId());
        await open.CloseAsync();
        var manifest = await File.ReadAllTextAsync(open["manifest.json"]);
        Assert.Contains($"\"traces\":1,\"generations\":1,\"raw_bytes\":{other.Sources[0].Length}", manifest, StringComparison.Ordinal);
    }

    private static async Task<(CapturedTrace Wanted, CapturedTrace Other)> FillAsync(OpenBucket open)
    {
        var session = Some.Session("to be forgotten", 30).User($"the word is {Secret} and no other").Chatter(40, seed: 3)
            .Tool("Bash", $$"""{"command":"echo {{Secret}}"}""", string.Concat(Enumerable.Repeat(Secret + " is printed\n", 9000)));
        await open.Bucket.AddAsync(session.Build(20));
        await open.Bucket.AddAsync(session.Build(40));
        var wanted = session.Build();
        await open.Bucket.AddAsync(wanted);
        await open.Bucket.SetTrailAsync(wanted.Key.ToTraceId(), Some.Overlay(wanted));
        var other = Some.Session("to be kept", 50).Build();
        await open.Bucket.AddAsync(other);
        return (wanted, other);
    }
}
