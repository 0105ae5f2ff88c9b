using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Bucket.Tests.Segments;
using OpenTraces.Bucket.Tests.Trust;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Upkeep;

/// <summary>What one call does while another stands at the worst place.</summary>
public sealed class BesideEachOtherTests : IDisposable
{
    private const string Secret = "xylophonemarker";

    private readonly TempFolder _temp = new();

    private string Bucket => _temp["bucket"];

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task A_writer_that_wants_an_empty_segment_which_is_just_being_deleted_makes_another()
    {
        await (await OpenAsync()).DisposeAsync();
        var name = Path.Combine(Bucket, "blobs", "20200101T000000000-0123456789abcdef");
        await File.WriteAllBytesAsync(name + ".seg", SegmentFormat.Head(SegmentRole.Blobs));
        await File.WriteAllTextAsync(name + ".lease", $"{Environment.MachineName}\n-\n1\n");
        var files = new WatchedFiles(StoreFiles.Local);
        await using var writer = await OpenAsync();
        var isAdded = false;
        files.BeforeDelete = path =>
        {
            if (!path.EndsWith(".seg", StringComparison.Ordinal) || isAdded)
                return;
            isAdded = true;
            Task.Run(async () => await writer.AddAsync(Told().Build())).Wait();
        };
        await using (var pruner = await OpenAsync(files))
            await pruner.PruneAsync();
        Assert.True(isAdded);
        await writer.DisposeAsync();
        await using var again = await OpenAsync();
        Assert.Empty((await again.VerifyAsync()).Issues);
        Assert.NotNull(await again.FindAsync(Told().Build().Key.ToTraceId()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_another_has_deleted_since_the_last_call_does_not_count_as_held(bool isForgotten)
    {
        var told = Told().Build();
        var key = Some.Session("another", 2).Build().Key;
        var again = told with { Key = key, Record = told.Record with { TraceId = key.ToTraceId().ToString(), SessionId = key.SessionId } };
        await using var other = await OpenAsync();
        if (isForgotten)
            await other.AddAsync(told);
        else
            await OrphanAsync(told);
        await using var writer = await OpenAsync();

        // It has looked into every segment, and has their files open.
        await writer.AddAsync(Some.Session("first", 3).Build());
        if (isForgotten)
            await other.ForgetAsync(told.Key.ToTraceId());
        else
            Assert.NotEmpty((await other.PruneAsync(new PruneOptions { MinDeadRatio = 0 })).Rewritten);
        await writer.AddAsync(again);
        await writer.DisposeAsync();
        await using var reader = await OpenAsync();
        Assert.Empty((await reader.VerifyAsync()).Issues);
        Assert.Equal(told.Record.Steps.Count, (await reader.FindAsync(again.Key.ToTraceId()))!.Steps.Count);
    }

    [Fact]
    public async Task A_lease_that_cannot_be_deleted_costs_nothing()
    {
        var files = new WatchedFiles(StoreFiles.Local);
        await using var bucket = await OpenAsync(files);
        var failures = 0;
        files.BeforeLockIsDeleted = path =>
        {
            if (path.EndsWith(".lease", StringComparison.Ordinal) && failures++ == 0)
                throw new IOException("It is open elsewhere.", 11);
        };
        for (var i = 0; i < 6; i++)
            await bucket.AddAsync(Some.Session($"s{i}", 3).Chatter(100, seed: i).Build());
        Assert.InRange(failures, 1, 100);
        Assert.Empty((await bucket.VerifyAsync()).Issues);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Forgetting_waits_for_whoever_is_storing_the_trace(bool isSameInstance)
    {
        await using var bucket = await OpenAsync();
        await using var other = await OpenAsync();
        var session = Told();
        await bucket.AddAsync(session.Build());
        var grown = session.User($"more {Secret} here").Chatter(10, seed: 77).Build();
        Task<ForgetReceipt>? forgetting = null;
        var slow = grown with
        {
            Sources = [.. grown.Sources.Select(s => s with
            {
                Open = () =>
                {
                    // The forgetting has a second in which it could go on; it must not, while this has not ended.
                    forgetting ??= Task.Run(async () => await (isSameInstance ? bucket : other).ForgetAsync(grown.Key.ToTraceId()));
                    forgetting.Wait(TimeSpan.FromSeconds(1));
                    return s.Open();
                },
            })],
        };
        Assert.Equal(IngestOutcome.Forgotten, (await Task.Run(async () => await bucket.AddAsync(slow))).Outcome);
        var receipt = await forgetting!;
        if (!receipt.Complete)
            receipt = await bucket.ForgetAsync(grown.Key.ToTraceId());
        Assert.True(receipt.Complete || !isSameInstance, receipt.Pending);
        if (receipt.Complete)
            Assert.Empty(BucketBytes.FilesWith(Bucket, Secret));
    }

    [Fact]
    public async Task Steps_that_come_in_advance_are_let_go_when_a_forgetting_ends_just_before_they_begin()
    {
        var told = Told().Build();
        await using (var first = await OpenAsync())
            await first.AddAsync(told);

        // None of them is held yet, and together they are more than what waits in memory.
        var grown = Enumerable.Range(0, 400)
            .Select(i => told.Record.Steps[0] with { StepIndex = i, Content = $"{Secret} {Convert.ToHexString(Samples.Bytes(i, 1500))}" });
        var files = new WatchedFiles(StoreFiles.Local);
        await using var other = await OpenAsync();
        await using var bucket = await OpenAsync(files);
        ForgetReceipt? forgotten = null;
        files.BeforeLock = path =>
        {
            if (forgotten is null && path.Contains("writers", StringComparison.Ordinal))
                forgotten = Task.Run(async () => await other.ForgetAsync(told.Key.ToTraceId())).Result;
        };
        await using (var receiver = bucket.ReceiveSteps()!)
        {
            foreach (var step in grown)
                await receiver.AddAsync(step);
        }

        await bucket.DisposeAsync();
        Assert.True(forgotten!.Complete, forgotten.Pending);
        Assert.Empty(BucketBytes.FilesWith(Bucket, Secret));
    }

    [Fact]
    public async Task Counting_anew_does_not_count_what_is_written_after_it_let_the_log_go()
    {
        var disk = SimulatedBucket.NewDisk();
        var (writing, counted) = (new WatchedFiles(disk), new WatchedFiles(disk));
        await using var writer = await SimulatedBucket.OpenAsync(writing);
        await writer.AddAsync(Some.Trace("one"));
        await using var counting = await SimulatedBucket.OpenAsync(counted);
        await writer.AddAsync(Some.Trace("two"));
        using var isWritten = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        Task? adding = null;
        writing.BeforeFlush = path =>
        {
            if (!path.Contains("events", StringComparison.Ordinal))
                return;
            isWritten.Set();
            mayGoOn.Wait(TimeSpan.FromSeconds(20));
        };
        counted.AfterLockIsReleased = path =>
        {
            if (adding is not null || !path.EndsWith(Path.Combine("events", ".lock"), StringComparison.Ordinal))
                return;
            adding = Task.Run(async () => await writer.AddAsync(Some.Trace("three")));
            isWritten.Wait(TimeSpan.FromSeconds(20));
        };
        Assert.Equal(2, (await counting.ReadManifestAsync(heal: true)).Sequence);
        var after = disk.AfterPowerLoss(DiskState.Dropped, 0);
        mayGoOn.Set();
        await adding!;
        await using var last = await SimulatedBucket.OpenAsync(after);
        await last.AddAsync(Some.Trace("four"));
    }

    [Fact]
    public async Task A_log_that_lost_its_end_unseen_and_was_written_to_since_costs_no_trace()
    {
        var lost = Told().Build();
        await using (var bucket = await OpenAsync())
            await bucket.AddAsync(Some.Trace("first"));
        var manifest = await File.ReadAllBytesAsync(_temp["bucket/manifest.json"]);
        var log = Directory.EnumerateFiles(_temp["bucket/events"], "*.seg").Single();
        var length = new FileInfo(log).Length;
        await using (var bucket = await OpenAsync())
            await bucket.AddAsync(lost);

        // The counts of a writer that was killed are as old.
        await File.WriteAllBytesAsync(_temp["bucket/manifest.json"], manifest);
        await using (var file = File.OpenWrite(log))
            file.SetLength(length);
        await using (var bucket = await OpenAsync())
        {
            var refusal = await Assert.ThrowsAsync<OpenTracesException>(async () => await bucket.PruneAsync());
            Assert.Contains("bucket repair", refusal.Message, StringComparison.Ordinal);
            await bucket.AddAsync(Some.Trace("later"));
            await bucket.AddAsync(Some.Trace("later still"));
        }

        var report = await TraceBucket.RepairAsync(Bucket);
        Assert.Equal(lost.Key.ToTraceId(), Assert.Single(report.Restored));
        await using var repaired = await OpenAsync();
        Assert.Equal(lost.Record.Steps.Count, (await repaired.FindAsync(lost.Key.ToTraceId()))!.Steps.Count);
        Assert.Empty((await repaired.VerifyAsync()).Issues);
        await repaired.PruneAsync();
        Assert.NotNull(await repaired.FindAsync(lost.Key.ToTraceId()));
    }

    /// <summary>Leaves the objects of a trace whose writer never came to name them in the log.</summary>
    private async Task OrphanAsync(CapturedTrace trace)
    {
        var files = new WatchedFiles(StoreFiles.Local);
        var isFull = false;
        await using var bucket = await OpenAsync(files);
        files.BeforeLock = path =>
        {
            if (!isFull && path.EndsWith(Path.Combine("events", ".lock"), StringComparison.Ordinal))
            {
                isFull = true;
                throw new IOException("No space left on device", 28);
            }
        };
        await Assert.ThrowsAsync<OpenTracesException>(async () => await bucket.AddAsync(trace));
        files.BeforeLock = null;
    }

    private static SomeSession Told() => Some.Session("secret", 6).User($"the word is {Secret} and no other").Chatter(60, seed: 3)
        .Agent(string.Concat(Enumerable.Range(0, 900).Select(i => $"{Secret} {i * 7919 % 1000003}\n")));

    private ValueTask<TraceBucket> OpenAsync(StoreFiles? files = null) => SimulatedBucket.OpenAsync(files ?? StoreFiles.Local, folder: Bucket);
}
