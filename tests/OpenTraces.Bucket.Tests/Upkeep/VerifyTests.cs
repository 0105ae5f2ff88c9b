using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Upkeep;

public class VerifyTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(50)]
    public async Task A_whole_bucket_has_no_issues_and_is_not_changed(int? sample)
    {
        await using var open = await CreateAsync();
        var files = open.Files();
        await using var reader = await TraceBucket.OpenAsync(open.Path, new BucketOptions { ReadOnly = true });
        var report = await reader.VerifyAsync(new VerifyOptions { Sample = sample });
        Assert.Empty(report.Issues);
        Assert.True(report.Ok);
        Assert.Equal(sample is null, report.Full);
        Assert.True(report.Objects >= (sample ?? 30), $"{report.Objects}");
        Assert.Equal(5, report.Traces);
        Assert.Equal(files, open.Files());
    }

    [Fact]
    public async Task A_damaged_object_is_named_with_its_place_and_the_traces_that_need_it()
    {
        await using var open = await CreateAsync();
        var path = Directory.EnumerateFiles(open["blobs"], "*.seg").Single();
        var picture = Samples.Bytes(5, 9000);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[bytes.AsSpan().IndexOf(picture.AsSpan(0, 64)) + 20] ^= 4;
        await File.WriteAllBytesAsync(path, bytes);
        await open.ReopenAsync();
        var issue = Assert.Single((await open.Bucket.VerifyAsync()).Issues);
        Assert.Equal("object_damaged", issue.Kind);
        Assert.Equal("blobs/" + Path.GetFileName(path), issue.Path);
        Assert.StartsWith(issue.Address!, ContentHash.Of(picture).ToPrefixedString(), StringComparison.Ordinal);
        Assert.True(issue.Offset > 0);
        Assert.Equal(
            new[] { "with picture", "with the same" }.Select(s => Some.Trace(s).Key.ToTraceId()).Order(), issue.Traces);
    }

    [Fact]
    public async Task A_segment_that_is_gone_is_named_by_every_object_that_was_in_it()
    {
        await using var open = await CreateAsync();
        File.Delete(Directory.EnumerateFiles(open["blobs"], "*.seg").Single());
        await open.ReopenAsync();
        var report = await open.Bucket.VerifyAsync();
        Assert.Equal(5, report.Issues.Where(i => i.Kind == "object_missing").SelectMany(i => i.Traces).Distinct().Count());
        Assert.All(report.Issues.Where(i => i.Kind == "object_missing"), i => Assert.NotEmpty(i.Traces));
    }

    [Fact]
    public async Task A_damaged_list_at_the_end_of_a_segment_costs_no_object()
    {
        await using var open = await CreateAsync();
        var path = Directory.EnumerateFiles(open["blobs"], "*.seg").Single();
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[^100] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        await open.ReopenAsync();
        Assert.Equal("footer_damaged", Assert.Single((await open.Bucket.VerifyAsync()).Issues).Kind);
    }

    [Fact]
    public async Task A_damaged_beginning_of_a_segment_costs_no_object_and_is_repaired()
    {
        await using var open = await CreateAsync();
        await open.CloseAsync();
        var path = Directory.EnumerateFiles(open["blobs"], "*.seg").Single();
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[2] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        await open.ReopenAsync();
        var issue = Assert.Single((await open.Bucket.VerifyAsync()).Issues);
        Assert.Equal(("segment_damaged", 0, 16), (issue.Kind, issue.Offset, issue.Length));
        await open.CloseAsync();
        Assert.Equal(0, (await TraceBucket.RepairAsync(open.Path)).LostObjects);
        await open.ReopenAsync();
        Assert.Empty((await open.Bucket.VerifyAsync()).Issues);
    }

    [Fact]
    public async Task Lost_projections_are_named()
    {
        await using var open = await CreateAsync();
        var id = Some.Trace("session-0").Key.ToTraceId().ToString();
        File.Delete(open[$"traces/{id[..2]}/{id}.json"]);
        await File.WriteAllTextAsync(open["manifest.json"], "{}");
        await using var reader = await TraceBucket.OpenAsync(open.Path, new BucketOptions { ReadOnly = true });
        Assert.Equal(["envelope_missing", "manifest_differs"], (await reader.VerifyAsync()).Issues.Select(i => i.Kind).Order());
    }

    [Fact]
    public async Task A_broken_chain_of_events_is_named()
    {
        await using var open = await CreateAsync();
        var path = Directory.EnumerateFiles(open["events"], "*.seg").First();
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[400] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        await using var reader = await TraceBucket.OpenAsync(open.Path, new BucketOptions { ReadOnly = true });
        Assert.Contains((await reader.VerifyAsync()).Issues, i => i.Kind == "event_log" && i.Message.Contains(Path.GetFileName(path), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_report_does_not_depend_on_the_number_of_threads()
    {
        await using var open = await CreateAsync(segmentLength: 64 << 10);
        var one = await open.Bucket.VerifyAsync(new VerifyOptions { Threads = 1 });
        var many = await open.Bucket.VerifyAsync(new VerifyOptions { Threads = 8 });
        Assert.True(one.Segments > 2);
        Assert.Equal((one.Objects, one.Bytes, one.Segments), (many.Objects, many.Bytes, many.Segments));
    }

    [Fact]
    public async Task A_sample_is_of_different_objects_and_of_segments_that_are_still_filled_too()
    {
        await using var open = await OpenBucket.CreateAsync();
        await open.Bucket.AddAsync(Some.Session("one", 30).Chatter(40, seed: 1).Build());
        await open.CloseAsync();
        await using var reader = await TraceBucket.OpenAsync(open.Path, new BucketOptions { ReadOnly = true });
        var all = (await reader.VerifyAsync()).Objects;
        Assert.True(all > 5);
        Assert.Equal(all, (await reader.VerifyAsync(new VerifyOptions { Sample = 100_000 })).Objects);
        Assert.Equal(all - 1, (await reader.VerifyAsync(new VerifyOptions { Sample = (int)all - 1 })).Objects);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1000)]
    public async Task A_frame_whose_checks_are_right_and_whose_bytes_are_not_those_of_its_address_is_damaged(int? sample)
    {
        await using var open = await OpenBucket.CreateAsync();
        await open.CloseAsync();
        var address = ContentHash.Of(Samples.Bytes(1, 5000));
        await using (var blobs = await SegmentBlobStore.OpenAsync(open["blobs"], StoreFiles.Local, new BlobStoreOptions()))
        {
            var frame = new byte[Frame.MaxLength(5000)];
            var length = Frame.Write(FrameKind.Blob, Samples.Bytes(2, 5000), address, frame);
            await blobs.ExclusiveAsync(
                a =>
                {
                    a.Append(frame.AsSpan(0, length), [address], inBlock: false, CancellationToken.None);
                    a.SealAll(fromAnywhere: false, CancellationToken.None);
                    return true;
                },
                CancellationToken.None);
        }

        await using var reader = await TraceBucket.OpenAsync(open.Path, new BucketOptions { ReadOnly = true });
        var issue = Assert.Single((await reader.VerifyAsync(new VerifyOptions { Sample = sample })).Issues);
        Assert.Equal("object_damaged", issue.Kind);
        Assert.StartsWith(issue.Address!, address.ToPrefixedString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_gets_out()
    {
        await using var open = await CreateAsync();
        await open.ReopenAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await open.Bucket.VerifyAsync(cancellationToken: cancelled.Token));
    }

    private static async Task<OpenBucket> CreateAsync(long segmentLength = 64 << 20)
    {
        var open = new OpenBucket();
        await open.ReopenAsync(new BucketOptions { SegmentLength = segmentLength });
        var picture = Some.Media(Samples.Bytes(5, 9000));
        foreach (var name in new[] { "with picture", "with the same" })
            await open.Bucket.AddAsync(Some.Trace(name) with { Media = [picture] });
        for (var i = 0; i < 3; i++)
        {
            var session = Some.Session($"session-{i}").Chatter(80, seed: i);
            await open.Bucket.AddAsync(session.Build(20));
            await open.Bucket.AddAsync(session.Build());
        }

        if (segmentLength < 64 << 20)
        {
            for (var i = 0; i < 40; i++)
                await open.Bucket.AddAsync(Some.Trace($"more {i}") with { Media = [Some.Media(Samples.Bytes(i, 9000))] });
            return open;
        }

        await open.CloseAsync();
        await using (var blobs = await SegmentBlobStore.OpenAsync(open["blobs"], StoreFiles.Local, new BlobStoreOptions()))
            await blobs.ExclusiveAsync(a => { a.SealAll(fromAnywhere: false, CancellationToken.None); return true; }, CancellationToken.None);
        return open;
    }
}
