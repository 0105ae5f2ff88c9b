using OpenTraces.Bucket.Events;
using OpenTraces.Bucket.Tests.Segments;
using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Bucket.Tests.Events;

public class ScopedReadTests
{
    private static readonly TraceId Unknown = new(Guid.Parse("00000000-0000-8000-8000-000000000001"));

    private static readonly string Folder = Path.Combine("bucket", "events");

    [Theory]
    [InlineData(1 << 20)]
    [InlineData(3000)]
    public async Task Events_of_a_trace_and_of_a_kind_are_those_a_full_read_gives(int sealLength)
    {
        var disk = new SimulatedDisk();
        await FillAsync(disk, sealLength);
        await using var log = await OpenAsync(disk, sealLength);
        var all = await log.ReadAsync().ToListAsync();
        foreach (var trace in all.Select(e => e.TraceId).OfType<TraceId>().Distinct())
        {
            var expected = all.Where(e => e.TraceId == trace).ToList();
            Assert.Equal(expected, await log.ReadTraceAsync(trace).ToListAsync());
            Assert.Equal(expected.Skip(2), await log.ReadTraceAsync(trace, expected[1].Sequence).ToListAsync());
            Assert.Equal(expected[^1].Sequence, await log.FindLastAsync(trace));
        }

        foreach (var kind in all.Select(e => e.Kind).Distinct())
        {
            Assert.Equal(all.Where(e => e.Kind == kind), await log.ReadKindAsync(kind).ToListAsync());
            Assert.Equal(all.Where(e => e.Kind == kind && e.Sequence > 30), await log.ReadKindAsync(kind, 30).ToListAsync());
        }

        Assert.Empty(await log.ReadKindAsync("never").ToListAsync());
        Assert.Equal(0, await log.FindLastAsync(Unknown));
        Assert.Empty(await log.ReadTraceAsync(Unknown).ToListAsync());
    }

    [Fact]
    public async Task Events_name_the_one_before_about_the_same_trace()
    {
        var disk = new SimulatedDisk();
        await FillAsync(disk, 3000);
        await using var log = await OpenAsync(disk, 3000);
        var last = new Dictionary<TraceId, long>();
        await foreach (var one in log.ReadAsync())
        {
            if (one.TraceId is not { } trace)
            {
                Assert.Null(one.TracePrevious);
                continue;
            }

            Assert.Equal(last.TryGetValue(trace, out var before) ? before : null, one.TracePrevious);
            last[trace] = one.Sequence;
        }
    }

    [Fact]
    public async Task A_damaged_footer_is_replaced_by_a_walk_over_the_events()
    {
        var disk = new SimulatedDisk();
        await FillAsync(disk, 3000);
        await using var whole = await OpenAsync(disk, 3000);
        var trace = EventDrafts.Trace(1);
        var expected = await whole.ReadTraceAsync(trace).ToListAsync();
        var path = Path.Combine(Folder, disk.List(Folder, ".seg")[0]);
        var content = disk.Content(path);
        content[^60] ^= 1;
        disk.Replace(path, content);
        await using var log = await OpenAsync(disk, 3000);
        Assert.Equal(expected, await log.ReadTraceAsync(trace).ToListAsync());
    }

    private static async Task FillAsync(SimulatedDisk disk, int sealLength)
    {
        await using var log = await OpenAsync(disk, sealLength);
        for (var i = 0; i < 60; i++)
            await log.AppendAsync([EventDrafts.Create(i), EventDrafts.Create(i + 1) with { Kind = $"kind-{i % 7}" }]);
    }

    private static ValueTask<SegmentEventLog> OpenAsync(SimulatedDisk disk, long sealLength) =>
        SegmentEventLog.OpenAsync(Folder, disk, new EventLogOptions { SealLength = sealLength });
}
