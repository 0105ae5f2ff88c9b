using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Bucket.Tests.Segments;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Blobs;

public sealed class SegmentBlobStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Content_of_every_size_comes_back_before_the_flush_and_after_reopening()
    {
        var sizes = new[] { 0, 1, 100, 4095, 4096, 5000, 16384, 1 << 20, (1 << 20) + 1, 9_000_000 };
        var addresses = new List<ContentHash>();
        await using (var store = await OpenAsync())
        {
            foreach (var size in sizes)
            {
                var address = await store.PutAsync(Samples.Bytes(size, size));
                Assert.Equal(ContentHash.Of(Samples.Bytes(size, size)), address);
                Assert.Equal(Samples.Bytes(size, size), (await store.GetAsync(address))!.Value.ToArray());
                addresses.Add(address);
            }

            await store.FlushAsync();
        }

        await using var again = await OpenAsync();
        for (var i = 0; i < sizes.Length; i++)
        {
            Assert.Equal(Samples.Bytes(sizes[i], sizes[i]), (await again.GetAsync(addresses[i]))!.Value.ToArray());
            await using var stream = await again.OpenReadAsync(addresses[i]);
            Assert.Equal(sizes[i], stream!.Length);
        }

        Assert.Null(await again.GetAsync(ContentHash.Of("never put"u8)));
        Assert.Null(await again.OpenReadAsync(ContentHash.Of("never put"u8)));
    }

    [Fact]
    public async Task The_same_bytes_are_kept_once()
    {
        var contents = new[] { 20, 3000, 8000, 3_000_000 }.Select(n => Samples.Bytes(n, n)).ToArray();
        long size;
        await using (var store = await OpenAsync())
        {
            foreach (var bytes in contents)
                await store.PutAsync(bytes);
            await store.FlushAsync();
            size = Size();
            foreach (var bytes in contents)
                await store.PutAsync(bytes);
            await store.FlushAsync();
            Assert.Equal(size, Size());
        }

        await using var again = await OpenAsync();
        foreach (var bytes in contents)
            await again.PutStreamAsync(new MemoryStream(bytes), bytes.Length);
        await again.FlushAsync();
        Assert.Equal(size, Size());
    }

    [Fact]
    public async Task A_store_continues_the_segment_of_a_process_that_is_gone()
    {
        for (var run = 0; run < 5; run++)
        {
            await using var store = await OpenAsync();
            await store.PutAsync(Samples.Bytes(run, 6000));
        }

        Assert.Single(Directory.GetFiles(_folder["blobs"], "*.seg"));
    }

    [Fact]
    public async Task A_segment_of_another_machine_is_read_and_never_continued()
    {
        ContentHash address;
        await using (var store = await OpenAsync())
            address = await store.PutAsync(Samples.Bytes(1, 6000));
        var lease = Directory.GetFiles(_folder["blobs"], "*.lease").Single();
        await File.WriteAllTextAsync(lease, "another-machine\n-\n1\n");
        var before = await File.ReadAllBytesAsync(Path.ChangeExtension(lease, ".seg"));
        await using (var store = await OpenAsync())
        {
            await store.PutAsync(Samples.Bytes(2, 6000));
            Assert.NotNull(await store.GetAsync(address));
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(Path.ChangeExtension(lease, ".seg")));
        Assert.Equal(2, Directory.GetFiles(_folder["blobs"], "*.seg").Length);
    }

    [Fact]
    public async Task Two_stores_on_one_folder_read_each_other_after_a_flush()
    {
        await using var one = await OpenAsync(sealLength: 100_000);
        await using var other = await OpenAsync(sealLength: 100_000);
        for (var i = 0; i < 60; i++)
        {
            var (writer, reader) = i % 2 == 0 ? (one, other) : (other, one);
            var small = await writer.PutAsync(Samples.Bytes(i, 500));
            var large = await writer.PutAsync(Samples.Bytes(i, 9000));
            await writer.FlushAsync();
            Assert.Equal(Samples.Bytes(i, 500), (await reader.GetAsync(small))!.Value.ToArray());
            Assert.Equal(Samples.Bytes(i, 9000), (await reader.GetAsync(large))!.Value.ToArray());
        }

        var size = Size();
        for (var i = 0; i < 60; i++)
        {
            await one.PutAsync(Samples.Bytes(i, 9000));
            await other.PutAsync(Samples.Bytes(i, 9000));
        }

        await one.FlushAsync();
        await other.FlushAsync();
        Assert.Equal(size, Size());
    }

    [Fact]
    public async Task Eight_tasks_put_and_get_together()
    {
        await using var store = await OpenAsync(sealLength: 300_000);
        var addresses = await Task.WhenAll(Enumerable.Range(0, 8).Select(t => Task.Run(async () =>
        {
            var mine = new List<(ContentHash, byte[])>();
            for (var i = 0; i < 40; i++)
            {
                var bytes = Samples.Bytes(i % 20 == 0 ? 1 : (t * 1000) + i, 100 + (i * 300));
                mine.Add((await store.PutAsync(bytes), bytes));
                if (i % 10 == t)
                    await store.FlushAsync();
                var (address, expected) = mine[i / 2];
                Assert.Equal(expected, (await store.GetAsync(address))!.Value.ToArray());
            }

            return mine;
        })));
        await store.FlushAsync();
        await using var again = await OpenAsync(readOnly: true);
        foreach (var (address, bytes) in addresses.SelectMany(a => a))
            Assert.Equal(bytes, (await again.GetAsync(address))!.Value.ToArray());
    }

    [Fact]
    public async Task Sealed_segments_are_found_by_their_footers()
    {
        var addresses = new List<ContentHash>();
        await using (var store = await OpenAsync(sealLength: 50_000))
        {
            for (var i = 0; i < 200; i++)
                addresses.Add(await store.PutAsync(Samples.Bytes(i, 100 + (i * 10))));
        }

        Assert.InRange(Directory.GetFiles(_folder["blobs"], "*.seg").Length, 4, 20);
        Assert.Single(Directory.GetFiles(_folder["blobs"], "*.lease"));
        Assert.All(Directory.GetFiles(_folder["blobs"], "*.seg"), f => Assert.InRange(new FileInfo(f).Length, 1, 50_000));
        await using var again = await OpenAsync(readOnly: true);
        for (var i = 0; i < 200; i++)
            Assert.Equal(Samples.Bytes(i, 100 + (i * 10)), (await again.GetAsync(addresses[i]))!.Value.ToArray());
    }

    [Fact]
    public async Task Many_tiny_blobs_share_blocks()
    {
        await using var store = await OpenAsync();
        var contents = Enumerable.Range(0, 2000).Select(i => Samples.Lines(i, 200)).ToArray();
        foreach (var bytes in contents)
            await store.PutAsync(bytes);
        await store.FlushAsync();
        Assert.InRange(Size(), 1, contents.Sum(c => c.Length) / 2);
        foreach (var bytes in contents)
            Assert.Equal(bytes, (await store.GetAsync(ContentHash.Of(bytes)))!.Value.ToArray());
    }

    [Fact]
    public async Task Opening_read_only_creates_nothing_and_refuses_to_put()
    {
        await using (var none = await OpenAsync(readOnly: true))
        {
            Assert.Null(await none.GetAsync(ContentHash.Of("x"u8)));
            var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await none.PutAsync("x"u8.ToArray()));
            Assert.Equal(OpenTracesErrorCode.Precondition, error.Code);
        }

        Assert.False(Directory.Exists(_folder["blobs"]));
        await using (var store = await OpenAsync())
            await store.PutAsync("x"u8.ToArray());
        var before = Directory.GetFiles(_folder["blobs"]).Select(f => (f, new FileInfo(f).Length, File.GetLastWriteTimeUtc(f))).ToList();
        await using (var reader = await OpenAsync(readOnly: true))
            Assert.NotNull(await reader.GetAsync(ContentHash.Of("x"u8)));
        Assert.Equal(before, Directory.GetFiles(_folder["blobs"]).Select(f => (f, new FileInfo(f).Length, File.GetLastWriteTimeUtc(f))));
    }

    [Fact]
    public async Task Files_and_folders_are_for_their_owner_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows inherits the rights of the folder above");
            return;
        }

        await using (var store = await OpenAsync())
            await store.PutAsync("x"u8.ToArray());
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder["blobs"]));
        foreach (var file in Directory.GetFiles(_folder["blobs"]))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Cancellation_gets_out_and_the_store_goes_on()
    {
        await using var store = await OpenAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.PutAsync("x"u8.ToArray(), cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await store.PutStreamAsync(new MemoryStream(new byte[3_000_000]), 3_000_000, null, cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.GetAsync(ContentHash.Of("x"u8), cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.FlushAsync(cancelled.Token));
        var address = await store.PutAsync("x"u8.ToArray());
        await store.FlushAsync();
        Assert.NotNull(await store.GetAsync(address));
    }

    [Fact]
    public async Task A_flush_that_fails_while_a_segment_is_ended_is_not_forgotten_by_the_next()
    {
        var files = new WatchedFiles(StoreFiles.Local);
        await using var store = await SegmentBlobStore.OpenAsync(_folder["blobs"], files, new BlobStoreOptions { SealLength = 20_000 });
        await store.PutAsync(Samples.Bytes(1, 9000));
        files.BeforeFlush = _ => throw new IOException("Input/output error", 5);
        await Assert.ThrowsAsync<IOException>(async () => await store.PutAsync(Samples.Bytes(2, 15_000)));
        files.BeforeFlush = null;
        Assert.NotNull(await Record.ExceptionAsync(async () => await store.FlushAsync()));
    }

    private long Size() => Directory.GetFiles(_folder["blobs"], "*.seg").Sum(f => new FileInfo(f).Length);

    private ValueTask<SegmentBlobStore> OpenAsync(bool readOnly = false, long sealLength = 64 << 20) =>
        SegmentBlobStore.OpenAsync(
            _folder["blobs"], StoreFiles.Local, new BlobStoreOptions { ReadOnly = readOnly, SealLength = sealLength });
}
