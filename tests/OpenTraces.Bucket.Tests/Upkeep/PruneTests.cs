using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Bucket.Upkeep;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Upkeep;

public class PruneTests
{
    /// <summary>Rewrites a segment for any dead byte: the buckets here are small.</summary>
    private static readonly PruneOptions Everything = new() { MinDeadRatio = 0 };

    [Fact]
    public async Task Pruning_frees_what_a_newer_parser_replaced_and_keeps_every_trace_whole()
    {
        await using var open = await OpenBucket.CreateAsync();
        var traces = await FillAsync(open, reparsed: true);
        var before = open.Bytes("blobs");
        var report = await open.Bucket.PruneAsync(Everything);
        Assert.NotEmpty(report.Rewritten);
        Assert.InRange(report.FreedBytes, 1000, before);
        Assert.InRange(before - open.Bytes("blobs"), report.FreedBytes / 2, report.FreedBytes);
        await AssertWholeAsync(open.Bucket, traces);
        await open.ReopenAsync();
        await AssertWholeAsync(open.Bucket, traces);

        var again = await open.Bucket.PruneAsync(Everything);
        Assert.Empty(again.Rewritten);
        Assert.Equal(0, again.DeadObjects);
    }

    [Fact]
    public async Task A_dry_run_says_what_would_go_and_changes_no_file()
    {
        await using var open = await OpenBucket.CreateAsync();
        var traces = await FillAsync(open, reparsed: true);
        await open.CloseAsync();
        await SealAsync(open);
        var files = open.Files();
        await using (var reader = await TraceBucket.OpenAsync(open.Path, new BucketOptions { ReadOnly = true }))
        {
            var report = await reader.PruneAsync(Everything with { DryRun = true });
            Assert.True(report.DryRun);
            Assert.NotEmpty(report.Rewritten);
            Assert.True(report.DeadObjects > 0);
        }

        Assert.Equal(files, open.Files());
        await open.ReopenAsync();
        await AssertWholeAsync(open.Bucket, traces);
    }

    [Fact]
    public async Task Nothing_is_deleted_while_it_cannot_be_told_what_a_trace_needs()
    {
        await using var open = await OpenBucket.CreateAsync();
        await FillAsync(open, reparsed: true);
        await open.CloseAsync();
        await SealAsync(open);
        var segment = Directory.EnumerateFiles(open["blobs"], "*.seg").First();
        var bytes = await File.ReadAllBytesAsync(segment);
        for (var i = 100; i < bytes.Length - 2000; i += 200)
            bytes[i] ^= 1;
        await File.WriteAllBytesAsync(segment, bytes);
        await open.ReopenAsync();
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await open.Bucket.PruneAsync(Everything));
        Assert.Equal(OpenTracesErrorCode.StoreCorrupt, error.Code);
        Assert.Contains("Nothing was deleted", error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(segment));
    }

    [Fact]
    public async Task A_writer_that_was_at_work_before_is_waited_for()
    {
        await using var open = await OpenBucket.CreateAsync();
        var traces = await FillAsync(open, reparsed: true);
        var segments = Directory.GetFiles(open["blobs"], "*.seg").Length;
        var writer = new WriterPresence(StoreFiles.Local, open["writers"]).Enter();
        var error = await Assert.ThrowsAsync<OpenTracesException>(
            async () => await open.Bucket.PruneAsync(Everything with { WriterTimeout = TimeSpan.Zero }));
        Assert.Equal(OpenTracesErrorCode.StoreBusy, error.Code);
        Assert.Equal(segments, Directory.GetFiles(open["blobs"], "*.seg").Length);
        await AssertWholeAsync(open.Bucket, traces);

        // What only a condemned segment holds is put again: the trace does not come to need what is going away.
        var picture = Samples.Bytes(1, 9000);
        var late = Some.Trace("late") with { Media = [Some.Media(picture)] };
        await using (var other = await TraceBucket.OpenAsync(open.Path))
            await other.AddAsync(late);
        Assert.Equal(2, await CopiesAsync(open, ContentHash.Of(picture)));
        writer.Dispose();
        Assert.NotEmpty((await open.Bucket.PruneAsync(Everything)).Rewritten);
        await AssertWholeAsync(open.Bucket, traces.Append(late));
        Assert.Equal(1, await CopiesAsync(open, ContentHash.Of(picture)));
    }

    [Fact]
    public async Task The_lock_of_a_writer_that_was_killed_holds_nobody_up()
    {
        await using var open = await OpenBucket.CreateAsync();
        await FillAsync(open, reparsed: true);
        await File.WriteAllTextAsync(open["writers/0123456789abcdef0123456789abcdef.lock"], "");
        Assert.NotEmpty((await open.Bucket.PruneAsync(Everything with { WriterTimeout = TimeSpan.Zero })).Rewritten);
        Assert.Empty(Directory.EnumerateFiles(open["writers"]));
    }

    [Fact]
    public async Task Readers_and_writers_that_were_open_before_go_on_after_a_prune()
    {
        await using var open = await OpenBucket.CreateAsync();
        await using var reader = await TraceBucket.OpenAsync(open.Path, new BucketOptions { ReadOnly = true });
        await using var writer = await TraceBucket.OpenAsync(open.Path);
        var traces = await FillAsync(open, reparsed: true);
        await AssertWholeAsync(reader, traces);
        await AssertWholeAsync(writer, traces);
        Assert.NotEmpty((await open.Bucket.PruneAsync(Everything)).Rewritten);
        await AssertWholeAsync(reader, traces);
        traces[1] = Some.Session("session-1", 40).Chatter(60, seed: 1).Build();
        await writer.AddAsync(traces[1]);
        await AssertWholeAsync(reader, traces);
        await AssertWholeAsync(open.Bucket, traces);
    }

    [Fact]
    public async Task Two_prunes_at_once_are_one_prune_and_one_that_is_told_to_wait()
    {
        await using var open = await OpenBucket.CreateAsync();
        await FillAsync(open, reparsed: true);
        using var held = StoreFiles.Local.TryLock(open["upkeep.lock"], create: true);
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await open.Bucket.PruneAsync(Everything));
        Assert.Equal(OpenTracesErrorCode.StoreBusy, error.Code);
    }

    [Fact]
    public async Task Many_small_segments_become_one()
    {
        await using var open = await OpenBucket.CreateAsync();
        var traces = new List<CapturedTrace>();
        for (var i = 0; i < 20; i++)
        {
            traces.Add(Some.Trace($"session-{i}") with { Media = [Some.Media(Samples.Bytes(i, 9000))] });
            await open.Bucket.AddAsync(traces[^1]);
            await open.CloseAsync();
            await SealAsync(open);
            await open.ReopenAsync();
        }

        Assert.Equal(20, Directory.GetFiles(open["blobs"], "*.seg").Length);
        Assert.Equal(20, (await open.Bucket.PruneAsync()).Rewritten.Count);
        Assert.InRange(Directory.GetFiles(open["blobs"], "*.seg").Length, 1, 2);
        await AssertWholeAsync(open.Bucket, traces);
        Assert.Empty((await open.Bucket.VerifyAsync()).Issues);
    }

    [Fact]
    public async Task Temporary_files_of_killed_writers_go_too()
    {
        await using var open = await OpenBucket.CreateAsync();
        await open.Bucket.AddAsync(Some.Trace());
        await File.WriteAllTextAsync(open[".manifest.tmp"], "half");
        var report = await open.Bucket.PruneAsync(Everything);
        Assert.Equal(".manifest.tmp", Assert.Single(report.TemporaryFiles));
        Assert.False(File.Exists(open[".manifest.tmp"]));
    }

    private static async Task<List<CapturedTrace>> FillAsync(OpenBucket open, bool reparsed)
    {
        var traces = new List<CapturedTrace>();
        for (var i = 0; i < 6; i++)
        {
            var session = Some.Session($"session-{i}", 40).Chatter(20, seed: i);
            foreach (var steps in new[] { 10, 30, 60 })
                await open.Bucket.AddAsync(session.Build(steps));
            session.ParserVersion = 2;
            session.Skills = ["read again"];
            traces.Add(session.Build() with { Media = [Some.Media(Samples.Bytes(i, 9000))] });
            if (reparsed)
                await open.Bucket.AddAsync(traces[^1]);
        }

        return traces;
    }

    private static async Task<int> CopiesAsync(OpenBucket open, ContentHash address)
    {
        await using var blobs = await SegmentBlobStore.OpenAsync(open["blobs"], StoreFiles.Local, new BlobStoreOptions { ReadOnly = true });
        var copies = 0;
        while (blobs.Catalog.TryFind(address, copies, out _))
            copies++;
        return copies;
    }

    private static async Task SealAsync(OpenBucket open)
    {
        await using var blobs = await SegmentBlobStore.OpenAsync(open["blobs"], StoreFiles.Local, new BlobStoreOptions());
        await blobs.ExclusiveAsync(a => { a.SealAll(fromAnywhere: false, CancellationToken.None); return true; }, CancellationToken.None);
    }

    private static async Task AssertWholeAsync(TraceBucket bucket, IEnumerable<CapturedTrace> traces)
    {
        foreach (var trace in traces)
        {
            var id = trace.Key.ToTraceId();
            var record = await bucket.FindAsync(id);
            Assert.Equal(trace.Record.Steps.Count, record!.Steps.Count);
            await using var raw = await bucket.OpenRawAsync(id, generation: null);
            Assert.Equal(trace.Sources[0].Hash, ContentHash.Of(await ReadAsync(raw!)));
            await using var first = await bucket.OpenRawAsync(id, generation: 1);
            Assert.NotEmpty(await ReadAsync(first!));
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all);
        return all.ToArray();
    }
}
