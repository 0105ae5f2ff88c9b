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

    private static readonly BucketOptions Hasty = new() { LockTimeout = TimeSpan.FromMilliseconds(1) };

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
    public async Task One_that_tells_of_an_event_the_log_has_lost_is_named_and_the_session_is_taken_in(bool isUnknown)
    {
        await MakeAheadAsync(isUnknown);
        var issue = Assert.Single((await _open.Bucket.VerifyAsync()).Issues);
        Assert.Equal(("envelope_differs", Id), (issue.Kind, Assert.Single(issue.Traces)));
        var receipt = await _open.Bucket.AddAsync(Session.Build(20));
        Assert.Equal(isUnknown ? IngestOutcome.Imported : IngestOutcome.Updated, receipt.Outcome);
        Assert.Empty((await _open.Bucket.VerifyAsync()).Issues);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_tells_of_an_event_the_log_has_lost_is_repaired(bool isUnknown)
    {
        await MakeAheadAsync(isUnknown);
        await _open.CloseAsync();
        Assert.Equal(1, (await TraceBucket.RepairAsync(_open.Path)).Envelopes);
        await _open.ReopenAsync();
        Assert.Empty((await _open.Bucket.VerifyAsync()).Issues);
        Assert.Equal(isUnknown ? null : 1, (await _open.Bucket.FindSummaryAsync(Id))?.Generations);
    }

    [Fact]
    public async Task A_batch_that_another_instance_saw_before_its_flush_failed_is_no_acknowledged_trace()
    {
        var disk = SimulatedBucket.NewDisk();
        await using (var first = await SimulatedBucket.OpenAsync(disk))
            await first.AddAsync(Some.Trace("base"));
        var files = new WatchedFiles(disk);
        var writer = await SimulatedBucket.OpenAsync(files);
        await using var other = await SimulatedBucket.OpenAsync(disk);
        files.BeforeFlush = path =>
        {
            if (!path.Contains("events", StringComparison.Ordinal))
                return;
            files.BeforeFlush = null;
            Task.Run(async () => await (await TraceBucket.OpenAsync(SimulatedBucket.Folder, Hasty, disk, CancellationToken.None)).DisposeAsync()).Wait();
            throw new IOException("Input/output error", 5);
        };
        await Assert.ThrowsAnyAsync<Exception>(async () => await writer.AddAsync(Session.Build()));
        var receipt = await other.AddAsync(Session.Build());
        await using var last = await SimulatedBucket.OpenAsync(disk.AfterPowerLoss(DiskState.Dropped, 0));
        Assert.True(receipt.Outcome is IngestOutcome.Imported or IngestOutcome.Unchanged);
        Assert.NotNull(await last.FindSummaryAsync(Id));
        Assert.DoesNotContain((await last.VerifyAsync()).Issues, i => i.Traces.Count > 0);
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
    private async Task MakeAheadAsync(bool isUnknown)
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
