using System.Buffers;
using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Records;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Records;

public class PageTests
{
    [Fact]
    public async Task A_grown_sequence_shares_every_full_page_with_its_beginning()
    {
        using var folder = new TempFolder();
        await using var blobs = await SegmentBlobStore.OpenAsync(folder.Root, StoreFiles.Local, new BlobStoreOptions());
        var random = new Random(3);
        var items = Enumerable.Range(0, 3000).Select(_ => new byte[random.Next(1, 900)]).ToList();
        var whole = await WriteAsync(blobs, items, items.Count);
        for (var count = 1; count < items.Count; count += 97)
        {
            var beginning = await WriteAsync(blobs, items, count);
            Assert.Equal(whole.Take(beginning.Count - 1), beginning.SkipLast(1));
            Assert.Equal(count, beginning[^1].Last);
        }

        Assert.Equal(Enumerable.Range(1, whole.Count - 1).Select(i => whole[i - 1].Last + 1), whole.Skip(1).Select(p => p.First));
    }

    [Fact]
    public void Only_the_pages_of_a_span_are_read()
    {
        Page[] pages = [new(1, 4, default), new(5, 5, default), new(9, 20, default)];
        Assert.Equal([5], PageList.Between(pages, 5, 8).Select(p => p.First));
        Assert.Equal([1, 5, 9], PageList.Between(pages, -7, 9).Select(p => p.First));
        Assert.Equal([], PageList.Between(pages, 6, 8).Select(p => p.First));
        Assert.Equal([9], PageList.Between(pages, 20, 99).Select(p => p.First));
        Assert.Equal([], PageList.Between(pages, 21, 99).Select(p => p.First));
    }

    private static async Task<IReadOnlyList<Page>> WriteAsync(IBlobStore blobs, List<byte[]> items, int count)
    {
        var writer = new PageWriter(blobs);
        for (var i = 0; i < count; i++)
            await writer.AddAsync(i + 1, items[i], (output, bytes) => output.Write(bytes), default);
        return await writer.FinishAsync(default);
    }
}
