using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Blobs.Lookup;
using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Tests.Segments;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Blobs;

public class BlobCorruptionTests
{
    private const int StreamLength = 1400;

    private static readonly string Folder = Path.Combine("bucket", "blobs");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Any_flipped_byte_is_found_and_confined_to_the_frame_it_hit(bool isSealed)
    {
        var (disk, path, blobs) = await CreateAsync(isSealed, isCompressible: true);
        var content = disk.Content(path);
        var frames = await FramesAsync(disk, path, blobs);
        for (var i = 0; i < content.Length; i++)
        {
            var damaged = (byte[])content.Clone();
            damaged[i] ^= (byte)(1 << (i % 8));
            disk.Replace(path, damaged);
            var canLookTorn = !isSealed && i >= frames[^1].Start;
            var lost = await LostAsync(disk, blobs, canLookTorn, $"byte {i} of {content.Length}");
            var hit = frames.Where(f => f.Start <= i && i < f.End).SelectMany(f => f.Addresses).ToHashSet();
            Assert.True(lost.IsSubsetOf(hit), $"byte {i} cost an object it did not hit");
        }
    }

    [Fact]
    public async Task A_damaged_object_is_named_and_putting_it_again_heals_it()
    {
        var (disk, path, blobs) = await CreateAsync(isSealed: false);
        var big = blobs.Single(b => b.Value.Length == 5000);
        var content = disk.Content(path);
        content[content.AsSpan().IndexOf(big.Value.AsSpan(100, 16))] ^= 1;
        disk.Replace(path, content);
        await using (var store = await OpenAsync(disk))
        {
            // The scan at opening already refuses the frame, so the object is put again as if it had never been there.
            Assert.Equal(StoreNoticeKind.Damaged, Assert.Single(store.Notices).Kind);
            var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await store.GetAsync(big.Key));
            Assert.Equal(OpenTracesErrorCode.StoreCorrupt, error.Code);
            Assert.Contains(Path.GetFileName(path), error.Message, StringComparison.Ordinal);
            await store.PutAsync(big.Value);
            await store.FlushAsync();
            Assert.Equal(big.Value, (await store.GetAsync(big.Key))!.Value.ToArray());
        }

        await using var again = await OpenAsync(disk);
        Assert.Equal(big.Value, (await again.GetAsync(big.Key))!.Value.ToArray());
    }

    [Fact]
    public async Task An_object_that_rots_in_a_sealed_segment_can_be_put_again()
    {
        var (disk, path, blobs) = await CreateAsync(isSealed: true);
        var big = blobs.Single(b => b.Value.Length == 5000);
        var content = disk.Content(path);
        content[content.AsSpan().IndexOf(big.Value.AsSpan(100, 16))] ^= 1;
        disk.Replace(path, content);
        await using var store = await OpenAsync(disk);
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await store.GetAsync(big.Key));
        Assert.Equal(OpenTracesErrorCode.StoreCorrupt, error.Code);
        Assert.Contains(big.Key.ToString(), error.Message, StringComparison.Ordinal);
        await store.PutAsync(big.Value);
        await store.FlushAsync();
        Assert.Equal(big.Value, (await store.GetAsync(big.Key))!.Value.ToArray());
        await using var again = await OpenAsync(disk);
        Assert.Equal(big.Value, (await again.GetAsync(big.Key))!.Value.ToArray());
    }

    [Fact]
    public async Task A_torn_last_frame_is_dropped_and_named_at_every_length()
    {
        var (disk, path, blobs) = await CreateAsync(isSealed: false);
        var content = disk.Content(path);
        var frames = await FramesAsync(disk, path, blobs);
        for (var length = SegmentFormat.HeadLength; length < content.Length; length += 7)
        {
            var torn = disk.Copy();
            torn.Replace(path, content[..length]);
            await using var store = await OpenAsync(torn);
            await store.PutAsync("something new"u8.ToArray());
            await store.FlushAsync();
            var end = frames.Select(f => f.End).Prepend(SegmentFormat.HeadLength).Last(e => e <= length);
            if (end < length)
            {
                Assert.Equal(
                    new StoreNotice(StoreNoticeKind.TornTailDropped, Path.GetFileName(path), end, length - end),
                    Assert.Single(store.Notices));
            }

            foreach (var address in frames.Where(f => f.End <= length).SelectMany(f => f.Addresses).Where(blobs.ContainsKey))
                Assert.Equal(blobs[address], (await store.GetAsync(address))!.Value.ToArray());
        }
    }

    [Fact]
    public async Task Damage_before_valid_frames_is_copied_to_quarantine_and_nothing_is_cut_off()
    {
        var (disk, path, blobs) = await CreateAsync(isSealed: false);
        var content = disk.Content(path);
        var frames = await FramesAsync(disk, path, blobs);
        content[frames[0].Start + 20] ^= 1;
        disk.Replace(path, content);
        await using var store = await OpenAsync(disk);
        await store.PutAsync("something new"u8.ToArray());
        await store.FlushAsync();
        Assert.Contains(store.Notices, n => n.Kind == StoreNoticeKind.Quarantined && n.Offset == frames[0].Start);
        var kept = Assert.Single(disk.List(Path.Combine(Folder, "quarantine"), ".bin"));
        Assert.Equal(
            content[frames[0].Start..frames[0].End], disk.Content(Path.Combine(Folder, "quarantine", kept)));
        Assert.Equal(content, disk.Content(path)[..content.Length]);
        Assert.Equal(2, disk.List(Folder, ".seg").Count);
        foreach (var address in frames.Skip(1).SelectMany(f => f.Addresses).Where(blobs.ContainsKey))
            Assert.Equal(blobs[address], (await store.GetAsync(address))!.Value.ToArray());
    }

    private static async Task<HashSet<ContentHash>> LostAsync(
        SimulatedDisk disk, Dictionary<ContentHash, byte[]> blobs, bool canLookTorn, string what)
    {
        var lost = new HashSet<ContentHash>();
        await using var store = await OpenAsync(disk, readOnly: true);
        foreach (var (address, bytes) in blobs)
        {
            try
            {
                var read = await store.GetAsync(address);
                if (read is null && canLookTorn)
                    lost.Add(address);
                else
                    Assert.True(read is not null && read.Value.Span.SequenceEqual(bytes), $"{bytes.Length} wrong bytes: {what}");
            }
            catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.StoreCorrupt)
            {
                lost.Add(address);
            }
        }

        return lost;
    }

    /// <summary>Which addresses need the bytes of which frame, told from an undamaged store.</summary>
    private static async Task<List<(int Start, int End, List<ContentHash> Addresses)>> FramesAsync(
        SimulatedDisk disk, string path, Dictionary<ContentHash, byte[]> blobs)
    {
        var frames = new List<(int, int, List<ContentHash>)>();
        using var file = disk.OpenRead(path);
        SegmentScanner.Scan(
            file,
            SegmentFormat.HeadLength,
            (long offset, in FrameHeader header, ReadOnlySpan<byte> stored) =>
            {
                var addresses = FrameObjects.Addresses(header, stored)!.Select(a => a.Address).ToList();
                frames.Add(((int)offset, (int)offset + header.FrameLength, addresses));
                return true;
            },
            CancellationToken.None);

        // A stream needs the frames of its chunks too.
        await using var store = await OpenAsync(disk, readOnly: true);
        foreach (var (address, bytes) in blobs.Where(b => b.Value.Length == StreamLength))
        {
            foreach (var frame in frames)
            {
                if (frame.Item3.Any(a => a == ContentHash.Of(bytes.AsSpan(0, StreamLength / 2)) || a == ContentHash.Of(bytes.AsSpan(StreamLength / 2))))
                    frame.Item3.Add(address);
            }
        }

        return frames;
    }

    private static async Task<(SimulatedDisk Disk, string Path, Dictionary<ContentHash, byte[]> Blobs)> CreateAsync(
        bool isSealed, bool isCompressible = false)
    {
        var disk = new SimulatedDisk();
        var blobs = new Dictionary<ContentHash, byte[]>();
        var clock = new FakeClock();
        await using (var store = await OpenAsync(disk, sealLength: isSealed ? 10_000 : 1 << 20, clock: clock))
        {
            foreach (var length in new[] { 20, 300, 301 })
                blobs.Add(await store.PutAsync(Samples.Bytes(length, length)), Samples.Bytes(length, length));
            var lines = Samples.Lines(4, 900);
            blobs.Add(await store.PutAsync(lines), lines);
            await store.FlushAsync();
            var big = isCompressible ? Samples.Lines(9, 5000) : Samples.Bytes(9, 5000);
            blobs.Add(await store.PutAsync(big), big);
            var grown = Samples.Bytes(11, StreamLength);
            var first = await store.PutAsync(grown.AsMemory(0, StreamLength / 2));
            blobs.Add(await store.PutStreamAsync(new MemoryStream(grown), grown.Length, first), grown);
            await store.FlushAsync();
            clock.Advance(TimeSpan.FromMinutes(1));
            if (isSealed)
                await store.PutAsync(Samples.Bytes(99, 9000));
        }

        return (disk, Path.Combine(Folder, disk.List(Folder, ".seg")[0]), blobs);
    }

    private static ValueTask<SegmentBlobStore> OpenAsync(
        SimulatedDisk disk, bool readOnly = false, long sealLength = 1 << 20, TimeProvider? clock = null) =>
        SegmentBlobStore.OpenAsync(Folder, disk, new BlobStoreOptions
        {
            ReadOnly = readOnly,
            SealLength = sealLength,
            Clock = clock ?? TimeProvider.System,
        });
}
