using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Bucket.Tests.Trust;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Upkeep;

/// <summary>A receipt says that everything is gone only when it is.</summary>
public sealed class ForgetLeavesNothingTests : IDisposable
{
    private const string Secret = "xylophonemarker";

    private static readonly BucketOptions Short = new() { SegmentLength = 12_000, EventSegmentLength = 3000 };

    private readonly TempFolder _temp = new();

    private string Bucket => _temp["bucket"];

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task A_segment_another_process_has_open_is_named_as_pending()
    {
        await using var other = await TraceBucket.OpenAsync(Bucket);
        await other.AddAsync(Told());
        await using (var bucket = await TraceBucket.OpenAsync(Bucket))
        {
            var receipt = await bucket.ForgetAsync(Told().Key.ToTraceId());
            Assert.False(receipt.Complete);
            Assert.Contains(Path.GetFileName(Segments().Single()), receipt.Pending, StringComparison.Ordinal);
        }

        await other.DisposeAsync();
        await ForgetAllAsync();
    }

    [Fact]
    public async Task A_segment_of_a_machine_that_had_another_name_is_named_as_pending()
    {
        await AddAsync(Told());
        foreach (var lease in Directory.EnumerateFiles(Path.Combine(Bucket, "blobs"), "*.lease"))
            await File.WriteAllTextAsync(lease, "old-host-name\n-\n1\n");
        await using var bucket = await TraceBucket.OpenAsync(Bucket);
        Assert.False((await bucket.ForgetAsync(Told().Key.ToTraceId())).Complete);
    }

    [Fact]
    public async Task An_empty_segment_of_a_killed_writer_hides_none_behind_it()
    {
        await AddAsync(Told());
        var name = Path.Combine(Bucket, "blobs", "20200101T000000000-0123456789abcdef");
        await File.WriteAllBytesAsync(name + ".seg", SegmentFormat.Head(SegmentRole.Blobs));
        await File.WriteAllTextAsync(name + ".lease", $"{Environment.MachineName}\n-\n1\n");
        await ForgetAllAsync();
        Assert.False(File.Exists(name + ".seg"));
    }

    [Fact]
    public async Task What_a_newer_parser_has_replaced_goes_too()
    {
        var plain = Some.Session("secret", 30).Chatter(30, seed: 4).Build();
        var steps = plain.Record.Steps.Select(s => s with { Content = $"{Secret} {Convert.ToHexString(Samples.Bytes(s.StepIndex, 400))}" });
        await AddAsync(plain with { Record = plain.Record with { Steps = [.. steps] } });
        await AddAsync(Some.Session("filler", 20).Chatter(60, seed: 9).Build());
        await AddAsync(plain with { Report = plain.Report with { ParserVersion = plain.Report.ParserVersion + 1 } });
        Assert.NotEmpty(BucketBytes.FilesWith(Bucket, Secret));
        await ForgetAllAsync();
    }

    [Fact]
    public async Task A_deletion_a_power_loss_has_undone_is_done_again()
    {
        await AddAsync(Told(chatter: 200));
        await AddAsync(Some.Session("other", 20).Build());
        await SealAsync();
        var before = Segments().ToDictionary(s => s, File.ReadAllBytes);
        await ForgetAllAsync();
        var gone = before.Keys.Except(Segments()).ToList();
        Assert.InRange(gone.Count, 3, 100);
        foreach (var segment in gone)
        {
            await File.WriteAllBytesAsync(segment, before[segment]);
            await ForgetAllAsync();
        }
    }

    [Fact]
    public async Task Pages_whose_record_is_damaged_go_after_the_repair_the_receipt_asks_for()
    {
        await AddAsync(Told(chatter: 120));
        await AddAsync(Some.Session("other", 20).Build());
        await SealAsync();
        await DamageRecordAsync(Told().Key.ToTraceId());
        await using (var bucket = await OpenAsync())
        {
            var receipt = await bucket.ForgetAsync(Told().Key.ToTraceId());
            Assert.Contains("bucket repair", receipt.Pending, StringComparison.Ordinal);
        }

        await TraceBucket.RepairAsync(Bucket, Short, StoreFiles.Local, null, CancellationToken.None);
        await using var repaired = await OpenAsync();
        var last = await repaired.ForgetAsync(Told().Key.ToTraceId());
        Assert.True(last.Complete, last.Pending);
        Assert.All(BucketBytes.FilesWith(Bucket, Secret), file => Assert.Contains(file.Replace('\\', '/'), last.Quarantined));
    }

    [Fact]
    public async Task An_index_that_is_far_behind_and_one_a_rebuild_has_left_lose_the_words_too()
    {
        await AddAsync(Told());
        var epoch = Directory.GetDirectories(Path.Combine(Bucket, "index")).Single();
        Copy(epoch, _temp["index"]);
        var other = Some.Session("other", 2).Build();
        await using (var bucket = await OpenAsync())
        {
            await bucket.AddAsync(other);
            for (var i = 0; i < 1010; i++)
                await bucket.SetTrailAsync(other.Key.ToTraceId(), Some.Overlay(other, commit: i.ToString("x40", System.Globalization.CultureInfo.InvariantCulture)));
        }

        Directory.Delete(epoch, recursive: true);
        Copy(_temp["index"], epoch);
        Copy(_temp["index"], Path.Combine(Bucket, "index", "20200101T000000Z-00000000"));
        Assert.NotEmpty(IndexFilesWithTitle());
        await ForgetAllAsync();
        Assert.Empty(IndexFilesWithTitle());
    }

    [Fact]
    public async Task Damage_to_another_trace_ends_no_answer_about_this_one_and_the_receipt_names_the_ways_out()
    {
        var other = Some.Session("other", 20).Chatter(80, seed: 9).Build();
        await AddAsync(Told(chatter: 120));
        await AddAsync(other);
        await SealAsync();
        await DamageRecordAsync(other.Key.ToTraceId());
        await using (var bucket = await OpenAsync())
        {
            var receipt = await bucket.ForgetAsync(Told().Key.ToTraceId());
            Assert.False(receipt.Complete);
            Assert.Contains(other.Key.ToTraceId().ToString(), receipt.Pending, StringComparison.Ordinal);
            Assert.Empty((await bucket.SearchAsync(new SearchQuery { Text = Secret })).Hits);
            Assert.Equal(0, receipt.RemovedObjects);
            await bucket.AddAsync(other);
        }

        await TraceBucket.RepairAsync(Bucket, Short, StoreFiles.Local, null, CancellationToken.None);
        await using var repaired = await OpenAsync();
        var last = await repaired.ForgetAsync(Told().Key.ToTraceId());
        Assert.True(last.Complete, last.Pending);
        Assert.NotNull(await repaired.FindAsync(other.Key.ToTraceId()));
    }

    [Fact]
    public async Task A_large_session_that_was_forgotten_is_not_written_again_before_it_is_known()
    {
        var told = Told(chatter: 200);
        await AddAsync(told);
        await ForgetAllAsync();
        await using var bucket = await OpenAsync();
        Assert.Equal(IngestOutcome.Forgotten, (await AddInAdvanceAsync(bucket, told)).Outcome);
        Assert.Empty(BucketBytes.FilesWith(Bucket, Secret));
        var other = Some.Session("other", 20).Chatter(20, seed: 8).Build();
        await AddInAdvanceAsync(bucket, other);
        Assert.Equal(other.Record.Steps.Count, (await bucket.FindAsync(other.Key.ToTraceId()))!.Steps.Count);
    }

    private static async Task<IngestReceipt> AddInAdvanceAsync(TraceBucket bucket, CapturedTrace trace)
    {
        await using var receiver = bucket.ReceiveSteps()!;
        foreach (var step in trace.Record.Steps)
            await receiver.AddAsync(step);
        return await bucket.AddAsync(trace with
        {
            Record = trace.Record with { Steps = [] },
            StreamedSteps = new StepSource
            {
                Count = trace.Record.Steps.Count,
                Read = _ => trace.Record.Steps.ToAsyncEnumerable(),
                Received = receiver,
            },
        });
    }

    private static CapturedTrace Told(int chatter = 40) => Some.Session("secret", 6).User($"the word is {Secret} and no other")
        .Tool("Bash", $$"""{"command":"echo {{Secret}}"}""", string.Concat(Enumerable.Range(0, 300).Select(i => $"{Secret} {i * 7919 % 1000003} printed\n")))
        .Chatter(chatter, seed: 3).Build();

    private List<string> IndexFilesWithTitle() =>
        [.. BucketBytes.FilesWith(Bucket, "xylophonemarker").Concat(BucketBytes.FilesWith(Bucket, Told().Key.ToTraceId().ToString())).Where(f => f.Contains("search.db", StringComparison.Ordinal))];

    private ValueTask<TraceBucket> OpenAsync() => SimulatedBucket.OpenAsync(StoreFiles.Local, folder: Bucket);

    private string[] Segments() => [.. Directory.EnumerateFiles(Path.Combine(Bucket, "blobs"), "*.seg").Order(StringComparer.Ordinal)];

    private async Task AddAsync(CapturedTrace trace)
    {
        await using var bucket = await OpenAsync();
        await bucket.AddAsync(trace);
    }

    private async Task ForgetAllAsync()
    {
        await using var bucket = await OpenAsync();
        var receipt = await bucket.ForgetAsync(Told().Key.ToTraceId());
        Assert.True(receipt.Complete, receipt.Pending);
        Assert.Empty(BucketBytes.FilesWith(Bucket, Secret));
    }

    private async Task SealAsync()
    {
        await using var blobs = await SegmentBlobStore.OpenAsync(Path.Combine(Bucket, "blobs"), StoreFiles.Local, new BlobStoreOptions());
        await blobs.ExclusiveAsync(a => { a.SealAll(fromAnywhere: false, CancellationToken.None); return true; }, CancellationToken.None);
    }

    private async Task DamageRecordAsync(TraceId id)
    {
        ContentHash? record = null;
        await using (var bucket = await OpenAsync())
        {
            await foreach (var one in bucket.ReadEventsAsync())
            {
                if (one.TraceId == id)
                    record = ContentHash.Parse(one.Data.ToElement().GetProperty("generation").GetProperty("record").GetString()!);
            }
        }

        await using var blobs = await SegmentBlobStore.OpenAsync(
            Path.Combine(Bucket, "blobs"), StoreFiles.Local, new BlobStoreOptions { ReadOnly = true });
        Assert.True(blobs.Catalog.TryFind(record!.Value, 0, out var at));
        var bytes = await File.ReadAllBytesAsync(blobs.Catalog[at].Path);
        bytes[at.Offset + FrameHeader.Size + 20] ^= 8;
        await File.WriteAllBytesAsync(blobs.Catalog[at].Path, bytes);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
    }
}
