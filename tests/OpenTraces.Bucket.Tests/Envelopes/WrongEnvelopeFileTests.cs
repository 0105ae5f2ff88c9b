using OpenTraces.Bucket.Tests.Segments;
using OpenTraces.Bucket.Tests.Trust;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Envelopes;

/// <summary>Files of traces that are whole and say something else than the log.</summary>
public sealed class WrongEnvelopeFileTests : IAsyncDisposable
{
    private static readonly SomeSession Session = Some.Session("grows", 2).Chatter(60, seed: 1);

    private static readonly BucketOptions Hasty = new() { LockTimeout = TimeSpan.FromMilliseconds(500) };

    private readonly OpenBucket _open = new();

    private static TraceId Id => Session.Build().Key.ToTraceId();

    private string File => _open[$"traces/{Id.ToString()[..2]}/{Id}.json"];

    public ValueTask DisposeAsync() => _open.DisposeAsync();

    [Fact]
    public async Task An_older_one_is_named_and_holds_up_no_further_generation()
    {
        await MakeOlderAsync();
        var issue = Assert.Single((await _open.Bucket.VerifyAsync()).Issues);
        Assert.Equal(("envelope_differs", Id), (issue.Kind, Assert.Single(issue.Traces)));
        Assert.Equal(IngestOutcome.Updated, (await _open.Bucket.AddAsync(Session.Build())).Outcome);
        Assert.Empty((await _open.Bucket.VerifyAsync()).Issues);
        Assert.Equal(3, (await _open.Bucket.FindSummaryAsync(Id))!.Generations);
    }

    [Fact]
    public async Task An_older_one_holds_up_no_overlay()
    {
        await MakeOlderAsync();
        await _open.Bucket.SetTrailAsync(Id, Some.Overlay(Session.Build()));
        Assert.Empty((await _open.Bucket.VerifyAsync()).Issues);
        Assert.Equal(2, (await _open.Bucket.FindSummaryAsync(Id))!.Generations);
    }

    [Fact]
    public async Task An_older_one_is_repaired()
    {
        await MakeOlderAsync();
        await _open.CloseAsync();
        Assert.Equal(1, (await TraceBucket.RepairAsync(_open.Path)).Envelopes);
        await _open.ReopenAsync();
        Assert.Empty((await _open.Bucket.VerifyAsync()).Issues);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_is_built_upon_or_deleted_while_one_tells_of_an_event_the_log_has_lost(bool isUnknown)
    {
        await MakeAheadAsync(isUnknown);
        var issue = Assert.Single((await _open.Bucket.VerifyAsync()).Issues);
        Assert.Equal(("envelope_differs", Id), (issue.Kind, Assert.Single(issue.Traces)));
        foreach (var call in new Func<Task>[]
        {
            async () => await _open.Bucket.AddAsync(Session.Build(20)),
            async () => await _open.Bucket.AddAsync(Session.Build(30)),
            async () => await _open.Bucket.SetTrailAsync(Id, Some.Overlay(Session.Build())),
            async () => await _open.Bucket.PruneAsync(new PruneOptions { MinDeadRatio = 0 }),
            async () => await _open.Bucket.ForgetAsync(Id),
            async () => await _open.Bucket.ReadManifestAsync(heal: true),
        })
            Assert.Equal(OpenTracesErrorCode.StoreCorrupt, (await Assert.ThrowsAsync<OpenTracesException>(call)).Code);
        var other = Some.Trace("other session");
        Assert.Equal(IngestOutcome.Imported, (await _open.Bucket.AddAsync(other)).Outcome);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_repair_says_again_what_one_tells_and_the_log_has_lost(bool isUnknown)
    {
        await MakeAheadAsync(isUnknown);
        await _open.CloseAsync();
        var report = await TraceBucket.RepairAsync(_open.Path);
        Assert.Equal(Id, Assert.Single(report.Restored));
        Assert.Empty(report.Incomplete);
        await _open.ReopenAsync();
        Assert.Empty((await _open.Bucket.VerifyAsync()).Issues);
        Assert.Equal(isUnknown ? 1 : 2, (await _open.Bucket.FindSummaryAsync(Id))!.Generations);
        Assert.Equal(20, (await _open.Bucket.FindAsync(Id))!.Steps.Count);
        Assert.Equal(IngestOutcome.Unchanged, (await _open.Bucket.AddAsync(Session.Build(20))).Outcome);
        Assert.Empty((await CloseAndRepairAsync()).Restored);
    }

    [Fact]
    public async Task A_repair_puts_aside_one_whose_objects_are_gone_too()
    {
        await MakeAheadAsync(isUnknown: true, withObjects: false);
        await _open.CloseAsync();
        Assert.Empty((await TraceBucket.RepairAsync(_open.Path)).Restored);
        Assert.True(System.IO.File.Exists(_open[$"traces/quarantine/{Id}.json"]));
        await _open.ReopenAsync();
        Assert.Empty((await _open.Bucket.VerifyAsync()).Issues);
        Assert.Equal(IngestOutcome.Imported, (await _open.Bucket.AddAsync(Session.Build(20))).Outcome);
    }

    [Fact]
    public async Task One_that_holds_up_its_own_trace_holds_up_no_other_when_a_bucket_is_opened()
    {
        await MakeAheadAsync(isUnknown: false);
        await _open.CloseAsync();
        var folder = _open.Path;
        await using (var bucket = await TraceBucket.OpenAsync(folder))
            await bucket.AddAsync(Some.Trace("one more"));
        Directory.Delete(Path.GetDirectoryName(FileOf("one more"))!, recursive: true);
        System.IO.File.Delete(_open["manifest.json"]);
        await _open.ReopenAsync();
        Assert.True(System.IO.File.Exists(FileOf("one more")));
    }

    [Fact]
    public async Task A_batch_that_another_instance_saw_before_its_flush_failed_is_not_taken_for_an_acknowledged_one()
    {
        var disk = SimulatedBucket.NewDisk();
        await using (var first = await SimulatedBucket.OpenAsync(disk))
            await first.AddAsync(Some.Trace("base"));
        var files = new WatchedFiles(disk);
        var writer = await SimulatedBucket.OpenAsync(files);
        await using var other = await SimulatedBucket.OpenAsync(disk);
        files.BeforeFlush = path =>
        {
            if (!path.Contains("events", StringComparison.Ordinal) || Task.Run(async () => await other.ReadEventsAsync().CountAsync()).Result < 2)
                return;
            files.BeforeFlush = null;
            Task.Run(async () => await (await TraceBucket.OpenAsync(SimulatedBucket.Folder, Hasty, disk, CancellationToken.None)).DisposeAsync()).Wait();
            throw new IOException("Input/output error", 5);
        };
        await Assert.ThrowsAsync<IOException>(async () => await writer.AddAsync(Session.Build()));
        var refusal = await Assert.ThrowsAsync<OpenTracesException>(async () => await other.AddAsync(Session.Build()));
        Assert.Equal(OpenTracesErrorCode.StoreCorrupt, refusal.Code);
    }

    [Fact]
    public async Task Counting_anew_waits_for_the_batch_that_is_just_being_written()
    {
        var disk = SimulatedBucket.NewDisk();
        await using var counting = await TraceBucket.OpenAsync(SimulatedBucket.Folder, Hasty, disk, CancellationToken.None);
        var files = new WatchedFiles(disk);
        await using var writer = await SimulatedBucket.OpenAsync(files);
        Exception? refusal = null;
        files.BeforeFlush = path =>
        {
            if (!path.Contains("events", StringComparison.Ordinal))
                return;
            files.BeforeFlush = null;
            refusal = Task.Run(async () => await Record.ExceptionAsync(async () => await counting.ReadManifestAsync(heal: true))).Result;
        };
        await writer.AddAsync(Session.Build());
        Assert.Equal(OpenTracesErrorCode.StoreBusy, Assert.IsType<OpenTracesException>(refusal).Code);
        Assert.Equal(1, (await counting.ReadManifestAsync(heal: true)).Sequence);
    }

    [Fact]
    public async Task Counting_anew_makes_the_files_survive_that_it_counts()
    {
        var disk = SimulatedBucket.NewDisk();
        await using (var first = await SimulatedBucket.OpenAsync(disk))
            await first.AddAsync(Session.Build(10));
        var bucket = await SimulatedBucket.OpenAsync(disk);
        await bucket.AddAsync(Session.Build(20));
        Assert.Equal(2, (await bucket.ReadManifestAsync(heal: true)).Sequence);
        await using var after = await SimulatedBucket.OpenAsync(disk.AfterPowerLoss(DiskState.Dropped, 0));
        Assert.Equal(2, (await after.FindSummaryAsync(Id))!.Generations);
        Assert.Empty((await after.VerifyAsync()).Issues);
    }

    private string FileOf(string session)
    {
        var id = Some.Trace(session).Key.ToTraceId().ToString();
        return _open[$"traces/{id[..2]}/{id}.json"];
    }

    private async Task<RepairReport> CloseAndRepairAsync()
    {
        await _open.CloseAsync();
        return await TraceBucket.RepairAsync(_open.Path);
    }

    /// <summary>Two generations in the log, one in the file.</summary>
    private async Task MakeOlderAsync()
    {
        await _open.ReopenAsync();
        await _open.Bucket.AddAsync(Session.Build(20));
        await _open.CloseAsync();
        var older = await System.IO.File.ReadAllBytesAsync(File);
        await _open.ReopenAsync();
        await _open.Bucket.AddAsync(Session.Build(40));
        await _open.CloseAsync();
        await System.IO.File.WriteAllBytesAsync(File, older);
        await _open.ReopenAsync();
    }

    /// <summary>A file of a generation more than the log has.</summary>
    private async Task MakeAheadAsync(bool isUnknown, bool withObjects = true)
    {
        await _open.ReopenAsync();
        if (!isUnknown)
            await _open.Bucket.AddAsync(Session.Build(10));
        await _open.Bucket.AddAsync(Some.Trace("other"));
        await _open.CloseAsync();
        await using var ahead = new OpenBucket();
        Copy(_open.Path, ahead.Path);
        await ahead.ReopenAsync();
        await ahead.Bucket.AddAsync(Session.Build(20));
        await ahead.CloseAsync();
        var from = ahead[$"traces/{Id.ToString()[..2]}/{Id}.json"];
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.Copy(from, File, overwrite: true);
        if (withObjects)
            Copy(Path.Combine(ahead.Path, "blobs"), Path.Combine(_open.Path, "blobs"));

        // The number the lost event had is given to another.
        await _open.ReopenAsync();
        await _open.Bucket.AddAsync(Some.Trace("later"));
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in new DirectoryInfo(from).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var path = Path.Combine(to, Path.GetRelativePath(from, file.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            file.CopyTo(path, overwrite: true);
        }
    }
}
