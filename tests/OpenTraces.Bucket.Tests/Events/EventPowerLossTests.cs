using OpenTraces.Bucket.Events;
using OpenTraces.Bucket.Tests.Segments;
using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Bucket.Tests.Events;

public class EventPowerLossTests
{
    private static readonly string Folder = Path.Combine("bucket", "events");

    [Theory]
    [InlineData(nameof(DiskState.Kept))]
    [InlineData(nameof(DiskState.Dropped))]
    [InlineData(nameof(DiskState.Zeroed))]
    [InlineData(nameof(DiskState.Mixed))]
    public async Task What_was_acknowledged_is_read_after_the_power_went_at_any_step(string name)
    {
        var state = Enum.Parse<DiskState>(name);
        var whole = new SimulatedDisk();
        await WorkAsync(whole, []);
        Assert.InRange(whole.Steps, 40, 1000);
        for (var step = 1; step <= whole.Steps; step++)
        {
            var disk = new SimulatedDisk { PowerLossAt = step };
            var acknowledged = new List<TraceEvent>();
            await Assert.ThrowsAsync<PowerLossException>(() => WorkAsync(disk, acknowledged));
            await CheckAsync(disk.AfterPowerLoss(state, step), acknowledged, $"{state} at step {step}");
        }
    }

    [Fact]
    public async Task A_second_power_loss_while_the_first_is_repaired_loses_nothing()
    {
        for (var step = 4; step <= 40; step += 3)
        {
            var disk = new SimulatedDisk { PowerLossAt = step };
            var acknowledged = new List<TraceEvent>();
            await Assert.ThrowsAsync<PowerLossException>(() => WorkAsync(disk, acknowledged));
            for (var second = 1; second < 25; second++)
            {
                var next = disk.AfterPowerLoss(DiskState.Mixed, step);
                next.PowerLossAt = second;
                var later = new List<TraceEvent>(acknowledged);
                try
                {
                    await WorkAsync(next, later);
                }
                catch (PowerLossException)
                {
                }

                await CheckAsync(next.AfterPowerLoss(DiskState.Mixed, second), later, $"{step}, then {second}", losses: 2);
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
            var acknowledged = new List<TraceEvent>();
            try
            {
                await WorkAsync(disk, acknowledged);
            }
            catch (OpenTracesException e)
            {
                Assert.Equal(OpenTracesErrorCode.Precondition, e.Code);
            }

            await using (var reader = await OpenAsync(disk, readOnly: true))
                Assert.Equal(acknowledged, await reader.ReadAsync().ToListAsync());
            disk.FullFrom = 0;
            await CheckAsync(disk.Copy(), acknowledged, $"full from step {step}");
        }
    }

    private static async Task WorkAsync(SimulatedDisk disk, List<TraceEvent> acknowledged)
    {
        for (var run = 0; run < 3; run++)
        {
            await using var log = await OpenAsync(disk);
            for (var batch = 1; batch <= 4; batch++)
                acknowledged.AddRange(await log.AppendAsync([.. Enumerable.Range(0, batch).Select(EventDrafts.Create)]));
        }
    }

    /// <summary>Each acknowledged event is in its place; beside them is at most one whole batch for each loss of power.</summary>
    private static async Task CheckAsync(SimulatedDisk disk, List<TraceEvent> acknowledged, string when, int losses = 1)
    {
        List<TraceEvent> read;
        await using (var reader = await OpenAsync(disk, readOnly: true))
            read = await reader.ReadAsync().ToListAsync();
        Assert.All(acknowledged, e => Assert.True(read.Count >= e.Sequence && read[(int)e.Sequence - 1].Equals(e), $"event {e.Sequence} is lost: {when}"));
        Assert.InRange(read.Count - acknowledged.Count, 0, 4 * losses);
        await using (var log = await OpenAsync(disk))
            read.AddRange(await log.AppendAsync([EventDrafts.Create(9)]));
        await using var again = await OpenAsync(disk.AfterPowerLoss(DiskState.Dropped, 0), readOnly: true);
        Assert.True((await again.ReadAsync().ToListAsync()).SequenceEqual(read), $"events are lost after the repair: {when}");
    }

    private static ValueTask<SegmentEventLog> OpenAsync(SimulatedDisk disk, bool readOnly = false) =>
        SegmentEventLog.OpenAsync(Folder, disk, new EventLogOptions { ReadOnly = readOnly, SealLength = 3000 });
}
