using OpenTraces.Bucket.Blobs.Lookup;
using OpenTraces.Bucket.Segments.Lookup;
using Xunit;

namespace OpenTraces.Bucket.Tests.Blobs.Lookup;

public class ScannedEntriesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(5000)]
    public void Everything_set_is_found_where_it_was_set_last(int count)
    {
        var random = new Random(count);
        var (entries, model) = (new ScannedEntries(), new Dictionary<LookupKey, BlobEntry>());
        for (var i = 0; i < count; i++)
        {
            // Now and then a key again, and keys that share the bits the table goes by.
            var key = model.Count > 0 && random.Next(4) == 0
                ? model.Keys.ElementAt(random.Next(Math.Min(50, model.Count)))
                : new LookupKey((ulong)random.NextInt64() << 32 | (uint)random.Next(64), (ulong)random.NextInt64());
            var entry = new BlobEntry(key, (uint)(16 + (i * 100)), (ushort)random.Next(3));
            entries.Set(entry);
            model[key] = entry;
            if (random.Next(10) == 0)
                Check(entries, model);
        }

        Check(entries, model);
        Assert.False(entries.TryFind(new LookupKey(1, 2), out _));
        entries.Clear();
        Assert.All(model.Keys, key => Assert.False(entries.TryFind(key, out _)));
    }

    [Fact]
    public void Walking_a_part_of_the_file_again_and_again_costs_nothing()
    {
        var entries = new ScannedEntries();
        var all = Enumerable.Range(1, 1000).Select(i => new BlobEntry(new LookupKey((ulong)i * 0x9E3779B97F4A7C15, 0), (uint)i * 10, 1)).ToArray();
        foreach (var entry in all)
            entries.Set(entry);
        Assert.True(entries.TryFind(all[0].Key, out _));
        foreach (var entry in all)
            entries.Set(entry);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 20; round++)
        {
            foreach (var entry in all)
                entries.Set(entry);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
        Check(entries, all.ToDictionary(e => e.Key));
    }

    private static void Check(ScannedEntries entries, Dictionary<LookupKey, BlobEntry> model)
    {
        foreach (var (key, entry) in model)
        {
            Assert.True(entries.TryFind(key, out var found));
            Assert.Equal(entry, found);
        }
    }
}
