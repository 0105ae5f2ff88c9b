using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Blobs.Streams;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Blobs;

public sealed class BlobStreamTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(12_000_000, 1.05)]
    [InlineData(600_000, 1.2)]
    [InlineData(60_000, 1.4)]
    public async Task Ten_growing_generations_cost_little_more_than_the_last(int length, double most)
    {
        var content = Samples.Lines(1, length);
        await GrowAsync("grown", content, 10);
        var grown = Size("grown");
        await GrowAsync("alone", content, 1);
        var alone = Size("alone");
        Assert.InRange((double)grown / alone, 0.5, most);
    }

    [Fact]
    public async Task Three_hundred_small_tails_stay_readable_and_cheap()
    {
        var content = Samples.Lines(2, 900_000);
        var addresses = await GrowAsync("grown", content, 300);
        await GrowAsync("alone", content, 1);
        Assert.InRange((double)Size("grown") / Size("alone"), 0.5, 2.2);
        await using var store = await OpenAsync("grown");
        foreach (var i in new[] { 0, 1, 127, 128, 129, 130, 257, 258, 299 })
        {
            var length = (int)((long)content.Length * (i + 1) / 300);
            Assert.Equal(content[..length], (await store.GetAsync(addresses[i]))!.Value.ToArray());
        }
    }

    [Fact]
    public async Task An_insertion_in_the_middle_costs_the_chunks_around_it()
    {
        var content = Samples.Bytes(1, 12_000_000);
        byte[] changed = [.. content.AsSpan(0, 5_000_000), .. "inserted"u8, .. content.AsSpan(5_000_000)];
        await using var store = await OpenAsync("blobs");
        var first = await store.PutStreamAsync(new MemoryStream(content), content.Length);
        await store.FlushAsync();
        var before = Size("blobs");
        var second = await store.PutStreamAsync(new MemoryStream(changed), changed.Length, first);
        await store.FlushAsync();
        Assert.InRange(Size("blobs") - before, 1, 2 * FastCdc.MaxLength);
        Assert.Equal(changed, (await store.GetAsync(second))!.Value.ToArray());
        Assert.Equal(content, (await store.GetAsync(first))!.Value.ToArray());
    }

    [Fact]
    public async Task A_previous_that_is_no_prefix_or_unknown_changes_nothing_but_the_cost()
    {
        await using var store = await OpenAsync("blobs");
        var content = Samples.Lines(3, 3_000_000);
        var other = await store.PutAsync(Samples.Lines(4, 2_000_000));
        var longer = await store.PutAsync((byte[])[.. content, .. "more"u8]);
        foreach (var previous in new ContentHash?[] { null, other, longer, ContentHash.Of("unknown"u8), ContentHash.Of(content) })
        {
            var address = await store.PutStreamAsync(new MemoryStream(content), content.Length, previous);
            Assert.Equal(ContentHash.Of(content), address);
            Assert.Equal(content, (await store.GetAsync(address))!.Value.ToArray());
        }
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(10, 0)]
    [InlineData(0, 0)]
    [InlineData(10, 20)]
    [InlineData(5000, 5001)]
    [InlineData(0, 2_500_000)]
    [InlineData(1_500_000, 1_500_001)]
    public async Task Any_two_lengths_follow_each_other(int before, int after)
    {
        await using var store = await OpenAsync("blobs");
        var content = Samples.Bytes(1, Math.Max(before, after));
        var previous = await store.PutStreamAsync(new MemoryStream(content, 0, before), before);
        var address = await store.PutStreamAsync(new MemoryStream(content, 0, after), after, previous);
        await store.FlushAsync();
        await using var again = await OpenAsync("blobs");
        Assert.Equal(content[..before], (await again.GetAsync(previous))!.Value.ToArray());
        Assert.Equal(content[..after], (await again.GetAsync(address))!.Value.ToArray());
    }

    [Fact]
    public async Task A_source_that_ends_early_has_changed_and_one_that_goes_on_is_cut()
    {
        await using var store = await OpenAsync("blobs");
        var content = Samples.Bytes(1, 3_000_000);
        var error = await Assert.ThrowsAsync<OpenTracesException>(
            async () => await store.PutStreamAsync(new MemoryStream(content), content.Length + 1));
        Assert.Equal(OpenTracesErrorCode.SourceChanged, error.Code);
        var address = await store.PutStreamAsync(new MemoryStream(content), 2_000_000);
        Assert.Equal(ContentHash.Of(content.AsSpan(0, 2_000_000)), address);
    }

    [Fact]
    public async Task A_stream_is_read_from_any_position()
    {
        await using var store = await OpenAsync("blobs");
        var content = Samples.Bytes(6, 7_000_000);
        var address = await store.PutStreamAsync(new MemoryStream(content), content.Length);
        await using var stream = await store.OpenReadAsync(address);
        Assert.NotNull(stream);
        Assert.True(stream.CanSeek);
        var random = new Random(1);
        var buffer = new byte[100_000];
        for (var i = 0; i < 60; i++)
        {
            var at = random.Next(content.Length + 10);
            stream.Position = at;
            var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false);
            Assert.Equal(content.AsSpan(Math.Min(at, content.Length), read), buffer.AsSpan(0, read));
            Assert.Equal(Math.Clamp(content.Length - at, 0, buffer.Length), read);
        }

        Assert.Equal(content.Length - 5, stream.Seek(-5, SeekOrigin.End));
        Assert.Equal(5, await stream.ReadAtLeastAsync(buffer, 100, throwOnEndOfStream: false));
    }

    [Fact]
    public void Cuts_lie_between_the_bounds_and_move_with_the_content()
    {
        var content = Samples.Bytes(9, 20_000_000);
        var cuts = Cuts(content);
        Assert.All(cuts.SkipLast(1), c => Assert.InRange(c, FastCdc.MinLength, FastCdc.MaxLength));
        Assert.InRange(cuts.Average(), FastCdc.AverageLength / 2, FastCdc.AverageLength * 2);
        Assert.Equal(content.Length, cuts.Sum());
        var shifted = Cuts([.. "shift"u8, .. content]);
        Assert.Equal(cuts.TakeLast(5), shifted.TakeLast(5));
        Assert.Equal([FastCdc.MaxLength], Cuts(new byte[FastCdc.MaxLength]));
    }

    [Fact]
    public void A_damaged_manifest_is_no_manifest_or_another_valid_one()
    {
        var manifest = new StreamManifest(
            30, 1, ContentHash.Of("a"u8), 10, [new(ContentHash.Of("b"u8), 15), new(ContentHash.Of("c"u8), 5)]);
        var bytes = manifest.ToBytes();
        var read = StreamManifest.TryParse(bytes)!;
        Assert.Equal(manifest.Chunks, read.Chunks);
        Assert.Equal((manifest.Base, manifest.BaseLength, manifest.Length, manifest.Depth), (read.Base, read.BaseLength, read.Length, read.Depth));
        for (var length = 0; length < bytes.Length; length++)
            Assert.Null(StreamManifest.TryParse(bytes.AsSpan(0, length)));
        var random = new Random(1);
        for (var i = 0; i < 5000; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
            if (StreamManifest.TryParse(damaged) is { } other)
                Assert.Equal(other.Length, other.BaseLength + other.Chunks.Sum(c => c.Length));
        }
    }

    private static List<int> Cuts(byte[] content)
    {
        var cuts = new List<int>();
        for (var at = 0; at < content.Length; at += cuts[^1])
            cuts.Add(FastCdc.Cut(content.AsSpan(at)));
        return cuts;
    }

    private async Task<List<ContentHash>> GrowAsync(string folder, byte[] content, int generations)
    {
        var addresses = new List<ContentHash>();
        ContentHash? previous = null;
        for (var i = 1; i <= generations; i += 5)
        {
            await using var store = await OpenAsync(folder);
            for (var g = i; g < i + 5 && g <= generations; g++)
            {
                var length = (int)((long)content.Length * g / generations);
                previous = await store.PutStreamAsync(new MemoryStream(content, 0, length), length, previous);
                addresses.Add(previous.Value);
                await store.FlushAsync();
            }
        }

        return addresses;
    }

    private long Size(string folder) => Directory.GetFiles(_folder[folder], "*.seg").Sum(f => new FileInfo(f).Length);

    private ValueTask<SegmentBlobStore> OpenAsync(string folder) =>
        SegmentBlobStore.OpenAsync(_folder[folder], StoreFiles.Local, new BlobStoreOptions());
}
