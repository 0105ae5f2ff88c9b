using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Blobs;

public sealed class SegmentBlobStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Content_of_every_size_comes_back_after_reopening()
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
            Assert.Equal(Samples.Bytes(sizes[i], sizes[i]), (await again.GetAsync(addresses[i]))!.Value.ToArray());
        Assert.Null(await again.GetAsync(ContentHash.Of("never put"u8)));
        Assert.Null(await again.OpenReadAsync(ContentHash.Of("never put"u8)));
    }

    private ValueTask<SegmentBlobStore> OpenAsync(bool readOnly = false) =>
        SegmentBlobStore.OpenAsync(_folder["blobs"], StoreFiles.Local, new BlobStoreOptions { ReadOnly = readOnly });
}
