using System.Collections.Concurrent;
using OpenTraces.Bucket.Tests.Segments;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Trust;

public class BucketPowerLossTests
{
    /// <summary>States tried per step when there are more; <c>OPENTRACES_TORTURE_STATES</c> sets another number.</summary>
    private static readonly int Limit =
        int.TryParse(Environment.GetEnvironmentVariable("OPENTRACES_TORTURE_STATES"), out var states) ? states : 40;

    [Fact]
    public async Task A_bucket_keeps_what_it_acknowledged_in_every_state_a_power_loss_at_any_step_can_leave()
    {
        var moments = await LiveAsync(life => life.LiveAsync());
        await SurviveAllAsync(moments, Limit);
    }

    [Fact]
    public async Task Pruning_and_forgetting_take_nothing_with_them_in_any_such_state()
    {
        var moments = await LiveAsync(life => life.LiveWithUpkeepAsync());
        await SurviveAllAsync(moments, Math.Max(4, Limit / 8));
    }

    private static async Task SurviveAllAsync(List<(int Step, DiskSnapshot Snapshot, BucketModel Model)> moments, int limit)
    {
        var seen = new ConcurrentDictionary<(BucketModel, string), byte>();
        var states = 0;
        await Parallel.ForEachAsync(moments, async (moment, _) =>
        {
            var (step, snapshot, model) = moment;
            var number = 0;
            foreach (var (disk, fingerprint) in snapshot.States(limit, step, IsIndex))
            {
                number++;
                if (!seen.TryAdd((model, fingerprint), 0))
                    continue;
                Interlocked.Increment(ref states);
                await SurviveAsync(disk, model, (step * 1000) + number, $"state {number} after step {step - 1} of {moments.Count}");
            }
        });
        Assert.InRange(moments.Count, 150, 1000);
        Assert.InRange(states, moments.Count, int.MaxValue);
        TestContext.Current.TestOutputHelper?.WriteLine($"{states} different states at {moments.Count} steps");
    }

    /// <summary>The disk before each step and after the last one, with what was acknowledged by then.</summary>
    private static async Task<List<(int Step, DiskSnapshot Snapshot, BucketModel Model)>> LiveAsync(Func<BucketLife, Task> live)
    {
        var disk = SimulatedBucket.NewDisk();
        var life = new BucketLife(disk);
        var moments = new List<(int, DiskSnapshot, BucketModel)>();
        disk.BeforeStep = step => moments.Add((step, disk.Snapshot(), life.Model));
        await live(life);
        moments.Add((disk.Steps + 1, disk.Snapshot(), life.Model));
        Assert.True(disk.List(Path.Combine(SimulatedBucket.Folder, "blobs"), ".seg").Count > 1, "no blob segment was sealed");
        Assert.True(disk.List(Path.Combine(SimulatedBucket.Folder, "events"), ".seg").Count > 1, "no event segment was sealed");
        Assert.False(Directory.Exists(Path.GetDirectoryName(SimulatedBucket.Folder)), "something was written to the real disk");
        return moments;
    }

    [Fact]
    public async Task A_new_bucket_survives_in_a_folder_that_is_new_too()
    {
        var disk = SimulatedBucket.NewDisk(withFolder: false);
        var life = new BucketLife(disk);
        await life.LiveAsync();
        foreach (var (state, _) in disk.Snapshot().States(Limit, 1, IsIndex))
            await SurviveAsync(state, life.Model, 1, "after the last step");
    }

    [Fact]
    public async Task A_bucket_closes_on_a_full_disk_and_opens_again_with_what_it_acknowledged()
    {
        var disk = SimulatedBucket.NewDisk();
        var (trace, model) = (Some.Trace("kept"), new BucketModel());
        var bucket = await SimulatedBucket.OpenAsync(disk);
        model = model.Added(trace, await bucket.AddAsync(trace));
        disk.FullFrom = disk.Steps + 1;
        await bucket.DisposeAsync();
        await using (var reader = await SimulatedBucket.OpenAsync(disk))
            await model.CheckAsync(reader, "on the full disk");
        disk.FullFrom = 0;
        var more = Some.Trace("more");
        await using var again = await SimulatedBucket.OpenAsync(disk);
        await model.Added(more, await again.AddAsync(more)).CheckAsync(again, "with room again");
    }

    [Fact]
    public async Task What_one_instance_counts_covers_the_envelope_files_another_has_written()
    {
        var disk = SimulatedBucket.NewDisk();
        var model = new BucketModel();
        await using var writer = await SimulatedBucket.OpenAsync(disk);
        foreach (var steps in new[] { 4, 7 })
        {
            var trace = Some.Session("growing", steps: 9).Build(steps);
            model = model.Added(trace, await writer.AddAsync(trace));

            // The writer goes on; it is the other one that says everything is projected.
            await using var other = await SimulatedBucket.OpenAsync(disk);
        }

        var states = 0;
        foreach (var (state, _) in disk.Snapshot().States(Limit, 1, IsIndex))
        {
            await ReadAsync(state, model, $"state {++states}");
            await using var bucket = await SimulatedBucket.OpenAsync(state);
            await model.CheckAsync(bucket, $"state {states}, opened for writing");
        }

        Assert.NotEqual(0, states);
    }

    /// <summary>
    /// A reader finds everything and changes nothing; a writer too, and adds to it; that survives a power loss after it, and
    /// what was there before survives one in the middle of it.
    /// </summary>
    private static async Task SurviveAsync(SimulatedDisk disk, BucketModel model, int seed, string when)
    {
        try
        {
            await ReadAsync(disk, model, when + ", read-only");
            Assert.True(disk.Steps == 0, $"a reader has changed something: {when}");
            var (before, more) = (model.Trying(Some.Trace("after")), Some.Trace("after"));
            var moments = new List<DiskSnapshot>();
            disk.BeforeStep = _ => moments.Add(disk.Snapshot());
            await using (var bucket = await SimulatedBucket.OpenAsync(disk))
            {
                await model.CheckAsync(bucket, when + ", repaired");
                model = model.Added(more, await bucket.AddAsync(more));
                await model.CheckAsync(bucket, when + ", written to");

                // Frames of a batch that was never flushed may be torn in the middle: no trace needs them.
                var issue = (await bucket.VerifyAsync(new VerifyOptions { Threads = 1 })).Issues
                    .FirstOrDefault(i => i.Traces.Count > 0 || i.Path?.StartsWith("blobs/", StringComparison.Ordinal) != true);
                Assert.True(issue is null, $"{issue}: {when}");
            }

            disk.BeforeStep = null;
            await ReadAsync(disk.AfterPowerLoss(DiskState.Dropped, 0), model, when + ", after another power loss");
            var random = new Random(seed);
            var moment = random.Next(moments.Count);
            var states = moments[moment].States(Limit, seed, IsIndex).ToList();
            await ReadAsync(states[random.Next(states.Count)].Disk, before, $"{when}, then at step {moment} of the repair");
        }
        catch (Exception e) when (e is not Xunit.Sdk.IAssertionException)
        {
            Assert.Fail($"{e.GetType().Name}: {e.Message}: {when}\n{e.StackTrace}");
        }
    }

    private static async Task ReadAsync(SimulatedDisk disk, BucketModel model, string when)
    {
        if (model.Raw.IsEmpty && !disk.Exists(Path.Combine(SimulatedBucket.Folder, "bucket.json")))
            return; // The power went before there was a bucket.
        await using var reader = await SimulatedBucket.OpenAsync(disk, readOnly: true);
        await model.CheckAsync(reader, when);
    }

    /// <summary>The search index lies on no simulated disk, and whatever becomes of it, it is made again.</summary>
    private static bool IsIndex(string folder) => folder.StartsWith(Path.Combine(SimulatedBucket.Folder, "index"), StringComparison.Ordinal);
}
