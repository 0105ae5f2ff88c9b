using OpenTraces.Capture.Harnesses.ClaudeCode.Steps;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode.Steps;

public class IdSetTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(60_000)]
    public void Ids_and_their_numbers_are_remembered_as_a_dictionary_does(int count)
    {
        var random = new Random(count);
        var (set, model) = (new IdSet(), new Dictionary<UInt128, uint>());
        var ids = Enumerable.Range(0, count).Select(_ => new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64())).Append(UInt128.Zero).ToArray();
        for (var i = 0; i < count * 3; i++)
        {
            var (id, stamp) = (ids[random.Next(ids.Length)], (uint)random.Next(2));
            var isNew = !model.TryGetValue(id, out var known) || known != stamp;
            model[id] = stamp;
            Assert.Equal(isNew, set.Add(id, stamp));
        }

        foreach (var id in ids)
            Assert.Equal(model.ContainsKey(id), set.Contains(id));
        Assert.False(set.Contains(new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64())));
    }

    [Fact]
    public void Ids_that_share_half_of_their_digits_are_told_apart()
    {
        var set = new IdSet();
        for (var i = 1UL; i <= 10_000; i++)
        {
            Assert.True(set.Add(new UInt128(i * 0x9E3779B97F4A7C15, 7)));
            Assert.True(set.Add(new UInt128(7, i * 0xC2B2AE3D27D4EB4F)));
        }

        Assert.False(set.Add(new UInt128(0x9E3779B97F4A7C15, 7)));
    }

    [Fact]
    public void Millions_of_ids_cost_no_array_that_only_a_full_collection_frees()
    {
        const int Count = 600_000;
        var set = new IdSet();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0UL; i < Count; i++)
            set.Add(new UInt128(i * 0x9E3779B97F4A7C15, i * 0xC2B2AE3D27D4EB4F));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, Count * 12, Count * 64);
        GC.KeepAlive(set);
    }
}
