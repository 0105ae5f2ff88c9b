using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Upkeep;

public class RepairTests
{
    [Fact]
    public async Task A_whole_bucket_has_nothing_to_repair()
    {
        await using var open = await CreateAsync();
        var report = await TraceBucket.RepairAsync(open.Path);
        Assert.Equal((false, 0, 0, 0, false, false), (report.Description, report.Segments.Count, report.LostObjects, report.Envelopes, report.Manifest, report.Index));
        Assert.Empty(report.Incomplete);
    }

    [Fact]
    public async Task Lost_projections_and_the_description_are_made_again()
    {
        await using var open = await CreateAsync();
        Directory.Delete(open["traces"], recursive: true);
        File.Delete(open["manifest.json"]);
        await File.WriteAllTextAsync(open["bucket.json"], "{");
        foreach (var database in Directory.EnumerateFiles(open["index"], "search.db", SearchOption.AllDirectories))
            await File.WriteAllBytesAsync(database, Samples.Bytes(1, 5000));
        Assert.Equal(OpenTracesErrorCode.StoreCorrupt, (await Assert.ThrowsAsync<OpenTracesException>(async () => await open.ReopenAsync())).Code);
        var report = await TraceBucket.RepairAsync(open.Path);
        Assert.True(report.Description);
        Assert.Empty(report.Incomplete);
        await open.ReopenAsync();
        Assert.Empty((await open.Bucket.VerifyAsync()).Issues);
        Assert.Equal(4, (await open.Bucket.SearchAsync(new SearchQuery { Text = "parser" })).Hits.Count);
    }

    [Theory]
    [InlineData("traces", 4, false, false)]
    [InlineData("manifest.json", 0, true, false)]
    [InlineData("index", 0, false, true)]
    [InlineData("traces manifest.json index", 4, true, true)]
    public async Task A_repair_says_which_projections_were_made_again_though_opening_made_them(string lost, int envelopes, bool manifest, bool index)
    {
        await using var open = await CreateAsync();
        foreach (var name in lost.Split(' '))
        {
            if (Directory.Exists(open[name]))
                Directory.Delete(open[name], recursive: true);
            else
                File.Delete(open[name]);
        }

        var report = await TraceBucket.RepairAsync(open.Path);
        Assert.Equal((envelopes, manifest, index), (report.Envelopes, report.Manifest, report.Index));
        await open.ReopenAsync();
        Assert.Empty((await open.Bucket.VerifyAsync()).Issues);
    }

    [Fact]
    public async Task Intact_objects_leave_a_damaged_segment_and_the_file_is_put_aside()
    {
        await using var open = await CreateAsync();
        var path = Directory.EnumerateFiles(open["blobs"], "*.seg").Single();
        var picture = Samples.Bytes(2, 9000);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[bytes.AsSpan().IndexOf(picture.AsSpan(0, 64)) + 20] ^= 4;
        await File.WriteAllBytesAsync(path, bytes);
        var report = await TraceBucket.RepairAsync(open.Path);
        Assert.Equal(Path.GetFileName(path), Assert.Single(report.Segments));
        Assert.Equal(Some.Trace("session-2").Key.ToTraceId(), Assert.Single(report.Incomplete));
        Assert.Equal(bytes, (await File.ReadAllBytesAsync(open["blobs/quarantine/" + Path.GetFileName(path)])).Take(bytes.Length));
        await open.ReopenAsync();
        Assert.Equal("object_missing", Assert.Single((await open.Bucket.VerifyAsync()).Issues).Kind);
        foreach (var i in new[] { 0, 1, 3 })
        {
            await using var media = await open.Bucket.OpenMediaAsync(Some.Trace($"session-{i}").Key.ToTraceId(), ContentHash.Of(Samples.Bytes(i, 9000)));
            Assert.NotNull(media);
        }

        // The same session brings it back, though nothing of it is new.
        var receipt = await open.Bucket.AddAsync(Some.Trace("session-2") with { Media = [Some.Media(picture)] });
        Assert.Equal(IngestOutcome.Unchanged, receipt.Outcome);
        Assert.Empty((await open.Bucket.VerifyAsync()).Issues);
    }

    [Theory]
    [InlineData(3_000)]
    [InlineData(5_000_000)]
    public async Task A_lost_piece_of_a_source_is_brought_back_by_the_same_session(int growth)
    {
        await using var open = await OpenBucket.CreateAsync();
        var first = Samples.Lines(1, 5_000_000);
        byte[] grown = [.. first, .. Samples.Lines(2, growth)];
        var trace = Some.Trace("large");
        await open.Bucket.AddAsync(trace with { Sources = [Some.Source(first)] });
        await open.Bucket.AddAsync(trace with { Sources = [Some.Source(grown)] });
        await open.CloseAsync();
        var path = Directory.EnumerateFiles(open["blobs"], "*.seg").Single();
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[200_000] ^= 4;
        await File.WriteAllBytesAsync(path, bytes);
        Assert.NotEmpty((await TraceBucket.RepairAsync(open.Path)).Incomplete);
        await open.ReopenAsync();
        await open.Bucket.AddAsync(trace with { Sources = [Some.Source(grown)] });
        await open.Bucket.AddAsync(trace with { Sources = [Some.Source(first)] });
        Assert.Empty((await open.Bucket.VerifyAsync()).Issues);
        await using var raw = await open.Bucket.OpenRawAsync(trace.Key.ToTraceId());
        using var all = new MemoryStream();
        await raw!.CopyToAsync(all);
        Assert.Equal(grown, all.ToArray());
    }

    [Fact]
    public async Task What_is_lost_of_one_trace_is_brought_back_by_another_that_has_it()
    {
        await using var open = await CreateAsync();
        var path = Directory.EnumerateFiles(open["blobs"], "*.seg").Single();
        var picture = Samples.Bytes(2, 9000);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[bytes.AsSpan().IndexOf(picture.AsSpan(0, 64)) + 20] ^= 4;
        await File.WriteAllBytesAsync(path, bytes);
        await TraceBucket.RepairAsync(open.Path);
        await open.ReopenAsync();

        // Another trace that brings the same bytes heals it.
        await open.Bucket.AddAsync(Some.Trace("the same picture") with { Media = [Some.Media(picture)] });
        Assert.Empty((await open.Bucket.VerifyAsync()).Issues);
    }

    [Fact]
    public async Task A_bucket_that_somebody_appends_to_is_not_repaired()
    {
        await using var open = await OpenBucket.CreateAsync();
        await open.Bucket.AddAsync(Some.Session("one", 30).Chatter(40, seed: 1).Build());
        var segment = Directory.EnumerateFiles(open["blobs"], "*.seg").Single();
        await using (var file = File.Open(segment, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete))
        {
            file.Position = 2000;
            file.WriteByte(0xEE);
        }

        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await TraceBucket.RepairAsync(open.Path));
        Assert.Equal(OpenTracesErrorCode.StoreBusy, error.Code);
        Assert.Contains(Path.GetFileName(segment), error.Message, StringComparison.Ordinal);
        var more = Some.Trace("more");
        await open.Bucket.AddAsync(more);
        Assert.True(File.Exists(segment));
        await open.CloseAsync();
        await TraceBucket.RepairAsync(open.Path);
        await open.ReopenAsync();
        Assert.NotNull(await open.Bucket.FindAsync(more.Key.ToTraceId()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_segment_of_a_machine_that_had_another_name_or_without_a_lease_is_ended(bool hasLease)
    {
        await using var open = await OpenBucket.CreateAsync();
        await open.Bucket.AddAsync(Some.Trace("one"));
        await open.CloseAsync();
        var lease = Directory.EnumerateFiles(open["blobs"], "*.lease").Single();
        File.Delete(lease);
        if (hasLease)
            await File.WriteAllTextAsync(lease, "old-host-name\n-\n1\n");
        Assert.Empty((await TraceBucket.RepairAsync(open.Path)).Segments);
        await open.ReopenAsync();
        Assert.True((await open.Bucket.ForgetAsync(Some.Trace("one").Key.ToTraceId())).Complete);
        Assert.Empty(Directory.EnumerateFiles(open["blobs"], "*.lease"));
    }

    private static async Task<OpenBucket> CreateAsync()
    {
        var open = await OpenBucket.CreateAsync();
        for (var i = 0; i < 4; i++)
            await open.Bucket.AddAsync(Some.Trace($"session-{i}") with { Media = [Some.Media(Samples.Bytes(i, 9000))] });
        await open.CloseAsync();
        return open;
    }
}
