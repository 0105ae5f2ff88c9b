using OpenTraces.Bucket.Events;
using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Tests.Segments;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Events;

public class EventCorruptionTests
{
    private static readonly string Folder = Path.Combine("bucket", "events");

    [Fact]
    public async Task Any_flipped_byte_is_found_or_changes_nothing_that_is_read()
    {
        var (disk, events) = await CreateAsync();
        var names = disk.List(Folder, ".seg");
        Assert.True(names.Count > 2);
        foreach (var name in names)
        {
            var path = Path.Combine(Folder, name);
            var content = disk.Content(path);
            for (var i = 0; i < content.Length; i++)
            {
                var damaged = (byte[])content.Clone();
                damaged[i] ^= (byte)(1 << (i % 8));
                disk.Replace(path, damaged);
                await CheckAsync(disk, events, isLast: name == names[^1], $"byte {i} of {content.Length} in '{name}'");
            }

            disk.Replace(path, content);
        }
    }

    [Fact]
    public async Task A_torn_last_batch_is_dropped_and_named_at_every_length()
    {
        var (disk, events) = await CreateAsync();
        var path = Path.Combine(Folder, disk.List(Folder, ".seg")[^1]);
        var content = disk.Content(path);
        for (var length = content.Length - 1; length >= content.Length - 400; length--)
        {
            var torn = disk.Copy();
            torn.Replace(path, content[..length]);
            await using var log = await OpenAsync(torn);
            var kept = await log.ReadAsync().ToListAsync();
            Assert.Equal(events.Take(kept.Count), kept);
            Assert.Equal(0, kept.Count % 2);
            Assert.InRange(kept.Count, events.Count - 4, events.Count - 2);
            await log.AppendAsync([EventDrafts.Create(1)]);
            if (log.Notices.Count > 0)
                Assert.Equal(StoreNoticeKind.TornTailDropped, Assert.Single(log.Notices).Kind);
            Assert.Equal(kept.Count + 1, await log.ReadHeadAsync());
        }
    }

    [Fact]
    public async Task A_missing_segment_is_corruption()
    {
        var (disk, _) = await CreateAsync();
        disk.Delete(Path.Combine(Folder, disk.List(Folder, ".seg")[1]));
        await using var log = await OpenAsync(disk);
        foreach (var call in new Func<Task>[] { async () => await log.ReadAsync().ToListAsync(), async () => await log.AppendAsync([EventDrafts.Create(1)]) })
            Assert.Equal(OpenTracesErrorCode.StoreCorrupt, (await Assert.ThrowsAsync<OpenTracesException>(call)).Code);
    }

    [Fact]
    public async Task Without_its_first_segment_there_is_no_log()
    {
        var (disk, _) = await CreateAsync();
        disk.Delete(Path.Combine(Folder, disk.List(Folder, ".seg")[0]));
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await OpenAsync(disk));
        Assert.Equal(OpenTracesErrorCode.StoreCorrupt, error.Code);
    }

    [Fact]
    public async Task An_event_put_in_place_of_another_breaks_the_chain()
    {
        var (disk, _) = await CreateAsync(batches: 1);
        var (other, _) = await CreateAsync(batches: 1, seed: 50);
        var path = Path.Combine(Folder, Assert.Single(disk.List(Folder, ".seg")));
        var mine = disk.Content(path);
        var theirs = other.Content(Path.Combine(Folder, other.List(Folder, ".seg")[0]));
        var start = FrameOffset(mine, FrameKind.Event);
        disk.Replace(path, [.. mine.AsSpan(0, start), .. theirs.AsSpan(FrameOffset(theirs, FrameKind.Event))]);
        await using (var log = await OpenAsync(disk, readOnly: true))
            Assert.Equal(2, (await log.ReadAsync().ToListAsync()).Count);

        // The same batch once more behind the first: its numbers and its predecessor are wrong there.
        var batch = mine[start..];
        disk.Replace(path, [.. mine, .. batch]);
        await using var broken = await OpenAsync(disk, readOnly: true);
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await broken.ReadAsync().ToListAsync());
        Assert.Equal(OpenTracesErrorCode.StoreCorrupt, error.Code);
    }

    private static async Task CheckAsync(SimulatedDisk disk, List<TraceEvent> events, bool isLast, string what)
    {
        var read = new List<TraceEvent>();
        try
        {
            await using var log = await OpenAsync(disk, readOnly: true);
            await foreach (var item in log.ReadAsync())
                read.Add(item);
        }
        catch (OpenTracesException e) when (e.Code is OpenTracesErrorCode.StoreCorrupt or OpenTracesErrorCode.Precondition)
        {
            Assert.True(read.SequenceEqual(events.Take(read.Count)), what);
            return;
        }

        // Damage in the last batch cannot be told from a crash while it was written.
        Assert.True(read.SequenceEqual(events) || (isLast && read.SequenceEqual(events.Take(events.Count - 2))), what);
    }

    private static int FrameOffset(byte[] segment, FrameKind kind)
    {
        for (var i = SegmentFormat.HeadLength; ;)
        {
            Assert.True(FrameHeader.TryRead(segment.AsSpan(i), out var header));
            if (header.Kind == kind)
                return i;
            i += header.FrameLength;
        }
    }

    private static async Task<(SimulatedDisk Disk, List<TraceEvent> Events)> CreateAsync(int batches = 9, int seed = 0)
    {
        var disk = new SimulatedDisk();
        var events = new List<TraceEvent>();
        var clock = new FakeClock();
        await using var log = await OpenAsync(disk, clock: clock);
        for (var i = seed; i < seed + batches; i++, clock.Advance(TimeSpan.FromSeconds(1)))
            events.AddRange(await log.AppendAsync([EventDrafts.Create(i), EventDrafts.Create(i + 1)]));
        return (disk, events);
    }

    private static ValueTask<SegmentEventLog> OpenAsync(SimulatedDisk disk, bool readOnly = false, TimeProvider? clock = null) =>
        SegmentEventLog.OpenAsync(Folder, disk, new EventLogOptions
        {
            ReadOnly = readOnly,
            SealLength = 1800,
            Clock = clock ?? TimeProvider.System,
        });
}
