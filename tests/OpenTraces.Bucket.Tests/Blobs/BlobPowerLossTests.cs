using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Tests.Segments;
using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Bucket.Tests.Blobs;

public class BlobPowerLossTests
{
    private static readonly string Folder = Path.Combine("bucket", "blobs");

    [Theory]
    [InlineData(nameof(DiskState.Kept))]
    [InlineData(nameof(DiskState.Dropped))]
    [InlineData(nameof(DiskState.Zeroed))]
    [InlineData(nameof(DiskState.Mixed))]
    public async Task What_was_flushed_is_read_after_the_power_went_at_any_step(string name)
    {
        var state = Enum.Parse<DiskState>(name);
        var whole = new SimulatedDisk();
        await WorkAsync(whole, []);
        Assert.InRange(whole.Steps, 40, 1000);
        for (var step = 1; step <= whole.Steps; step++)
        {
            var disk = new SimulatedDisk { PowerLossAt = step };
            var acknowledged = new Dictionary<ContentHash, byte[]>();
            await Assert.ThrowsAsync<PowerLossException>(() => WorkAsync(disk, acknowledged));
            await CheckAsync(disk.AfterPowerLoss(state, step), acknowledged, $"{state} at step {step}");
        }
    }

    [Fact]
    public async Task A_second_power_loss_while_the_first_is_repaired_loses_nothing()
    {
        for (var step = 5; step <= 40; step += 5)
        {
            var disk = new SimulatedDisk { PowerLossAt = step };
            var acknowledged = new Dictionary<ContentHash, byte[]>();
            await Assert.ThrowsAsync<PowerLossException>(() => WorkAsync(disk, acknowledged));
            for (var second = 1; second < 30; second += 2)
            {
                var next = disk.AfterPowerLoss(DiskState.Mixed, step);
                next.PowerLossAt = second;
                var later = new Dictionary<ContentHash, byte[]>(acknowledged);
                try
                {
                    await WorkAsync(next, later);
                }
                catch (PowerLossException)
                {
                }

                await CheckAsync(next.AfterPowerLoss(DiskState.Mixed, second), later, $"{step}, then {second}");
            }
        }
    }

    [Fact]
    public async Task A_full_disk_is_a_clear_error_and_the_old_state()
    {
        var whole = new SimulatedDisk();
        await WorkAsync(whole, []);
        for (var step = 1; step <= whole.Steps; step++)
        {
            var disk = new SimulatedDisk { FullFrom = step };
            var acknowledged = new Dictionary<ContentHash, byte[]>();
            try
            {
                await WorkAsync(disk, acknowledged);
            }
            catch (OpenTracesException e)
            {
                Assert.Equal(OpenTracesErrorCode.Precondition, e.Code);
            }

            disk.FullFrom = 0;
            await CheckAsync(disk.Copy(), acknowledged, $"full from step {step}");
        }
    }

    [Fact]
    public async Task A_disk_that_was_full_takes_the_same_blobs_again_through_the_same_store()
    {
        var disk = new SimulatedDisk();
        var store = await OpenAsync(disk);
        await store.PutAsync(Samples.Bytes(1, 3000));
        await store.FlushAsync();
        var second = await store.PutAsync(Samples.Bytes(2, 9000));
        disk.FullFrom = 1;
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await store.FlushAsync());
        Assert.Contains("space", error.Message, StringComparison.Ordinal);
        disk.FullFrom = 0;
        await store.DisposeAsync();
        await using var again = await OpenAsync(disk);
        Assert.Equal(second, await again.PutAsync(Samples.Bytes(2, 9000)));
        await again.FlushAsync();
        Assert.Equal(Samples.Bytes(2, 9000), (await again.GetAsync(second))!.Value.ToArray());
    }

    [Theory]
    [InlineData(64 << 20)]
    [InlineData(4 << 10)]
    public async Task Whoever_comes_after_the_failure_is_told_its_cause_too(long sealLength)
    {
        var disk = new SimulatedDisk();
        var store = await OpenAsync(disk, sealLength: sealLength);
        await store.PutAsync(Samples.Bytes(1, 9000));
        disk.FullFrom = sealLength < 9000 ? disk.Steps + 3 : 1;
        await Assert.ThrowsAsync<OpenTracesException>(async () =>
        {
            await store.PutAsync(Samples.Bytes(2, 9000));
            await store.FlushAsync();
        });
        disk.FullFrom = 0;
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await store.PutAsync(Samples.Bytes(3, 9000)));
        Assert.Equal(OpenTracesErrorCode.Precondition, error.Code);
        Assert.Contains("earlier flush", error.Message, StringComparison.Ordinal);
        Assert.Contains("no space left", error.Message, StringComparison.Ordinal);
        await store.DisposeAsync();
    }

    [Fact]
    public async Task A_blob_another_writer_has_not_flushed_is_flushed_by_who_relies_on_it()
    {
        var disk = new SimulatedDisk();
        var one = await OpenAsync(disk, sealLength: 64 << 20);
        for (var i = 0; i < 3; i++)
            await one.PutAsync(Samples.Bytes(i, 900_000));
        var other = await OpenAsync(disk, sealLength: 64 << 20);
        var address = await other.PutAsync(Samples.Bytes(0, 900_000));
        await other.FlushAsync();
        Assert.Single(disk.List(Folder, ".seg"));
        await using var again = await OpenAsync(disk.AfterPowerLoss(DiskState.Dropped, 0), readOnly: true);
        Assert.Equal(Samples.Bytes(0, 900_000), (await again.GetAsync(address))!.Value.ToArray());
    }

    private static async Task WorkAsync(SimulatedDisk disk, Dictionary<ContentHash, byte[]> acknowledged)
    {
        ContentHash? previous = null;
        for (var run = 0; run < 2; run++)
        {
            var store = await OpenAsync(disk);
            for (var round = 0; round < 3; round++)
            {
                var put = new Dictionary<ContentHash, byte[]>();
                foreach (var length in new[] { 10, 700, 700, 3000, 4500, 9000 })
                    await PutAsync(store, put, Samples.Bytes(length + (run * 100) + round, length));
                await PutAsync(store, put, Samples.Bytes(5, 2000));
                var grown = Samples.Bytes(1, 6000 + (((run * 3) + round) * 5000));
                previous = await store.PutStreamAsync(new MemoryStream(grown), grown.Length, previous);
                put[previous.Value] = grown;
                await store.FlushAsync();
                foreach (var (address, bytes) in put)
                    acknowledged[address] = bytes;
            }

            await store.DisposeAsync();
        }
    }

    private static async Task PutAsync(SegmentBlobStore store, Dictionary<ContentHash, byte[]> put, byte[] bytes) =>
        put[await store.PutAsync(bytes)] = bytes;

    private static async Task CheckAsync(SimulatedDisk disk, Dictionary<ContentHash, byte[]> acknowledged, string when)
    {
        await using (var reader = await OpenAsync(disk, readOnly: true))
            await CheckAsync(reader, acknowledged, when + ", read-only");
        var extra = Samples.Bytes(77, 5000);
        await using (var store = await OpenAsync(disk))
        {
            await CheckAsync(store, acknowledged, when);
            await store.PutAsync(extra);
            foreach (var bytes in acknowledged.Values)
                await store.PutAsync(bytes);
            await store.FlushAsync();
        }

        acknowledged[ContentHash.Of(extra)] = extra;
        await using var again = await OpenAsync(disk.AfterPowerLoss(DiskState.Dropped, 0), readOnly: true);
        await CheckAsync(again, acknowledged, when + ", after repair");
    }

    private static async Task CheckAsync(SegmentBlobStore store, Dictionary<ContentHash, byte[]> acknowledged, string when)
    {
        foreach (var (address, bytes) in acknowledged)
        {
            var read = await store.GetAsync(address);
            Assert.True(read is not null && read.Value.Span.SequenceEqual(bytes), $"{bytes.Length} bytes are lost: {when}");
        }
    }

    private static ValueTask<SegmentBlobStore> OpenAsync(
        SimulatedDisk disk, bool readOnly = false, long sealLength = 40_000) =>
        SegmentBlobStore.OpenAsync(Folder, disk, new BlobStoreOptions { ReadOnly = readOnly, SealLength = sealLength });
}
