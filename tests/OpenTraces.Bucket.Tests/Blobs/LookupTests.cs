using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Segments.Lookup;
using OpenTraces.Bucket.Tests.Segments;
using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Bucket.Tests.Blobs;

public class LookupTests
{
    private static readonly string Folder = Path.Combine("bucket", "blobs");

    [Fact]
    public void A_filter_never_denies_what_it_holds_and_seldom_admits_what_it_does_not()
    {
        var filter = new LookupFilter(20_000);
        for (var i = 0; i < 20_000; i++)
            filter.Add(KeyOf(i));
        Assert.All(Enumerable.Range(0, 20_000), i => Assert.True(filter.MayHold(KeyOf(i))));
        Assert.InRange(Enumerable.Range(20_000, 20_000).Count(i => filter.MayHold(KeyOf(i))), 0, 400);
    }

    [Fact]
    public void Ids_of_traces_spread_over_a_filter_as_digests_do()
    {
        var filter = new LookupFilter(20_000);
        for (var i = 0; i < 20_000; i++)
            filter.Add(LookupKey.Of(TraceOf(i)));
        Assert.InRange(Enumerable.Range(20_000, 20_000).Count(i => filter.MayHold(LookupKey.Of(TraceOf(i)))), 0, 400);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(4000)]
    public async Task Every_object_of_sealed_segments_is_found_and_no_other(int count)
    {
        var disk = new SimulatedDisk();
        var addresses = new List<ContentHash>();
        await using (var store = await OpenAsync(disk))
        {
            for (var i = 0; i < count; i++)
                addresses.Add(await store.PutAsync(Samples.Bytes(i, 24)));
            await store.FlushAsync();
            await store.ExclusiveAsync(a => { a.SealAll(fromAnywhere: false, CancellationToken.None); return true; }, CancellationToken.None);
        }

        await using var again = await OpenAsync(disk, readOnly: true);
        Assert.All(again.Catalog.Segments, s => Assert.True(s.IsSealed));
        for (var i = 0; i < count; i++)
            Assert.Equal(Samples.Bytes(i, 24), (await again.GetAsync(addresses[i]))!.Value.ToArray());
        for (var i = count; i < count + 500; i++)
            Assert.Null(await again.GetAsync(ContentHash.Of(Samples.Bytes(i, 24))));
    }

    [Fact]
    public async Task A_damaged_copy_is_passed_over_for_a_whole_one_in_another_segment()
    {
        var disk = new SimulatedDisk();
        await using var one = await OpenAsync(disk);
        await using var other = await OpenAsync(disk);
        var bytes = Samples.Bytes(1, 6000);
        var address = await one.PutAsync(bytes);
        await other.PutAsync(bytes);
        foreach (var store in new[] { one, other })
        {
            await store.FlushAsync();
            await store.ExclusiveAsync(a => { a.SealAll(fromAnywhere: false, CancellationToken.None); return true; }, CancellationToken.None);
        }

        var names = disk.List(Folder, ".seg");
        Assert.Equal(2, names.Count);
        foreach (var name in names)
        {
            var copy = disk.Copy();
            var content = (byte[])copy.Content(Path.Combine(Folder, name)).Clone();
            content[500] ^= 1;
            copy.Replace(Path.Combine(Folder, name), content);
            await using var reader = await OpenAsync(copy, readOnly: true);
            Assert.Equal(bytes, (await reader.GetAsync(address))!.Value.ToArray());
        }
    }

    private static LookupKey KeyOf(int i) => LookupKey.Of(ContentHash.Of(BitConverter.GetBytes(i)));

    private static TraceId TraceOf(int i) => new TraceKey
    {
        Agent = "a",
        SessionId = i.ToString(System.Globalization.CultureInfo.InvariantCulture),
        FirstEntry = default,
    }.ToTraceId();

    private static ValueTask<SegmentBlobStore> OpenAsync(SimulatedDisk disk, bool readOnly = false) =>
        SegmentBlobStore.OpenAsync(Folder, disk, new BlobStoreOptions { ReadOnly = readOnly });
}
