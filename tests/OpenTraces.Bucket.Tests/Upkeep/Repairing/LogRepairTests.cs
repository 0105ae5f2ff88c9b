using Microsoft.Data.Sqlite;
using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Bucket.Tests.Segments;
using OpenTraces.Bucket.Tests.Trust;
using OpenTraces.Bucket.Upkeep.Repairing.Log;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Upkeep.Repairing;

public sealed class LogRepairTests : IDisposable
{
    private static readonly BucketOptions Options = new() { SegmentLength = 12_000, EventSegmentLength = 3000 };

    private readonly TempFolder _folder = new();

    private string Bucket => _folder["bucket"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_flipped_bit_anywhere_in_the_log_costs_nothing_that_envelope_files_tell()
    {
        var model = await LiveAsync();
        var (tried, repaired) = (0, 0);
        foreach (var segment in Segments())
        {
            var length = new FileInfo(segment).Length;
            for (var offset = 40L; offset < length; offset += 331)
            {
                var copy = Copy();
                Flip(Path.Combine(copy, "events", Path.GetFileName(segment)), offset);
                var report = await RepairAsync(copy);
                Assert.Empty(report.Incomplete);
                Assert.Empty(report.Log?.Behind ?? []);
                await CheckAsync(copy, model, $"byte {offset} of {Path.GetFileName(segment)}");
                tried++;
                repaired += report.Log is null ? 0 : 1;
            }
        }

        // A bit of the last, still open segment's end is a torn tail, and one of a footer is no event.
        Assert.InRange(repaired, tried / 2, tried);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_segment_of_the_log_that_is_gone_is_made_up_for(int which)
    {
        var model = await LiveAsync();
        var (segments, id) = (Segments(), BucketId(Bucket));
        File.Delete(segments[which < 0 ? ^1 : which]);
        var report = await RepairAsync(Bucket);
        Assert.NotNull(report.Log);
        Assert.NotInRange(report.Log.Restored, 0, 0);
        Assert.Empty(report.Log.Behind);
        Assert.NotEqual(id, BucketId(Bucket));
        await CheckAsync(Bucket, model, $"segment {which}");
        Assert.Null((await RepairAsync(Bucket)).Log);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public async Task A_folder_of_the_log_that_is_gone_is_named_and_made_up_for_at_once(int? sample)
    {
        var model = await LiveAsync();
        Directory.Delete(Path.Combine(Bucket, "events"), recursive: true);
        await using (var reader = await SimulatedBucket.OpenAsync(StoreFiles.Local, readOnly: true, folder: Bucket))
            Assert.Contains((await reader.VerifyAsync(new VerifyOptions { Sample = sample })).Issues, i => i.Kind == "log_end_missing");
        Assert.Empty((await RepairAsync(Bucket)).Log!.Behind);
        await CheckAsync(Bucket, model, "without a log");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_nobody_needs_is_kept_after_events_were_lost_until_the_loss_is_accepted(bool hasManifest)
    {
        var model = await LiveAsync();
        foreach (var folder in new[] { "events", "traces", "index" })
            Directory.Delete(Path.Combine(Bucket, folder), recursive: true);
        if (!hasManifest)
            File.Delete(Path.Combine(Bucket, "manifest.json"));
        var report = await RepairAsync(Bucket);
        Assert.True(report.IsLogLost || report.Log!.LostEvents > 0);
        var held = Some.Session("growing", steps: 9).Build(9);
        await using (var bucket = await SimulatedBucket.OpenAsync(StoreFiles.Local, folder: Bucket))
        {
            var refusal = await Assert.ThrowsAsync<OpenTracesException>(async () => await bucket.PruneAsync(new PruneOptions { MinDeadRatio = 0 }));
            Assert.Contains("--after-loss", refusal.Message, StringComparison.Ordinal);
            var before = BlobBytes();
            Assert.Equal(IngestOutcome.Imported, (await bucket.AddAsync(held)).Outcome);
            Assert.InRange(BlobBytes() - before, 0, before / 4);
            Assert.Contains("--after-loss", (await bucket.ForgetAsync(held.Key.ToTraceId())).Pending, StringComparison.Ordinal);
        }

        await using var later = await SimulatedBucket.OpenAsync(StoreFiles.Local, folder: Bucket);
        await later.PruneAsync(new PruneOptions { MinDeadRatio = 0, AfterLoss = true });
        Assert.Equal(0, (await later.PruneAsync(new PruneOptions { MinDeadRatio = 0 })).DeadObjects);
        Assert.True((await later.ForgetAsync(held.Key.ToTraceId())).Complete);
        Assert.NotEmpty(model.Raw);
    }

    [Fact]
    public async Task What_neither_events_nor_envelope_files_tell_is_named_and_the_rest_is_kept()
    {
        var model = await LiveAsync();
        Directory.Delete(Path.Combine(Bucket, "traces"), recursive: true);
        var segments = Segments();
        File.Delete(segments[segments.Length / 2]);
        var report = await RepairAsync(Bucket);
        Assert.NotEmpty(report.Log!.Behind);
        await using var bucket = await SimulatedBucket.OpenAsync(StoreFiles.Local, folder: Bucket);
        Assert.Empty((await bucket.VerifyAsync()).Issues);
        Assert.InRange(report.Log.LostEvents, 1, 9);
        var found = 0;
        foreach (var trace in model.Raw.Keys.Select(k => k.Trace).Distinct().Except(report.Log.Behind))
        {
            // A trace whose only event is lost has no name any more.
            if (await bucket.FindSummaryAsync(trace) is not { } summary)
                continue;
            Assert.Equal(model.Raw.Keys.Where(k => k.Trace == trace).Max(k => k.Generation), summary.Generations);
            found++;
        }

        Assert.NotEqual(0, found + report.Log.Behind.Count);
        var again = Some.Session("growing", steps: 9).Build(9);
        Assert.True((await bucket.AddAsync(again)).Outcome is IngestOutcome.Imported or IngestOutcome.Updated);
    }

    [Fact]
    public async Task A_tombstone_behind_the_hole_still_counts()
    {
        await LiveAsync();
        var id = Some.Trace("small").Key.ToTraceId();
        var envelope = Directory.EnumerateFiles(Path.Combine(Bucket, "traces"), id + ".json", SearchOption.AllDirectories).Single();
        var before = await File.ReadAllBytesAsync(envelope);
        await using (var bucket = await SimulatedBucket.OpenAsync(StoreFiles.Local, folder: Bucket))
        {
            await bucket.SetTrailAsync(id, Some.Overlay(Some.Trace("small")));
            for (var i = 0; i < 12; i++)
                await bucket.AddAsync(Some.Trace($"filler-{i}"));
            await bucket.ForgetAsync(id);
        }

        // Nothing but the tombstone knows: the file is of an earlier event, and what lies between is gone.
        await File.WriteAllBytesAsync(envelope, before);
        foreach (var segment in Segments().Skip(2).Where(s => !HoldsTombstone(s)).ToList())
            File.Delete(segment);
        await RepairAsync(Bucket);
        await using var repaired = await SimulatedBucket.OpenAsync(StoreFiles.Local, folder: Bucket);
        Assert.Null(await repaired.FindSummaryAsync(id));
    }

    [Fact]
    public async Task A_bucket_with_a_hole_in_its_log_takes_nothing_and_says_what_to_run()
    {
        await LiveAsync();
        File.Delete(Segments()[1]);
        await using var bucket = await SimulatedBucket.OpenAsync(StoreFiles.Local, folder: Bucket);
        var refused = await Assert.ThrowsAsync<OpenTracesException>(async () => await bucket.AddAsync(Some.Trace("new")));
        Assert.Equal(OpenTracesErrorCode.StoreCorrupt, refused.Code);
        Assert.Contains("opentraces bucket repair", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_deleted_while_the_log_has_a_hole_or_its_repair_is_under_way(bool isUnderWay)
    {
        var model = await LiveAsync();
        File.Delete(Segments()[isUnderWay ? 1 : ^1]);
        if (isUnderWay)
            Assert.True(await new LogRepair(StoreFiles.Local, Bucket, Options).PrepareAsync(CancellationToken.None));
        await using (var bucket = await SimulatedBucket.OpenAsync(StoreFiles.Local, folder: Bucket))
        {
            Assert.Equal(!isUnderWay, (await bucket.VerifyAsync()).Issues.Any(i => i.Kind == "log_end_missing"));
            foreach (var call in new Func<Task>[]
            {
                async () => await bucket.ReadManifestAsync(heal: true),
                async () => await bucket.PruneAsync(new PruneOptions { MinDeadRatio = 0 }),
                async () => await bucket.PruneAsync(new PruneOptions { DryRun = true }),
                async () => await bucket.ForgetAsync(Some.Trace("small").Key.ToTraceId()),
            })
                Assert.Equal(OpenTracesErrorCode.StoreCorrupt, (await Assert.ThrowsAsync<OpenTracesException>(call)).Code);
        }

        Assert.Empty((await RepairAsync(Bucket)).Incomplete);
        await CheckAsync(Bucket, model, "repaired");
    }

    [Fact]
    public async Task A_session_forgotten_behind_the_hole_is_not_taken_in_again()
    {
        var wanted = Some.Session("forgotten", steps: 6);
        await LiveAsync();
        await using (var bucket = await SimulatedBucket.OpenAsync(StoreFiles.Local, folder: Bucket))
        {
            await bucket.AddAsync(wanted.Build());
            await bucket.ForgetAsync(wanted.Build().Key.ToTraceId());
        }

        File.Delete(Segments()[0]);
        await RepairAsync(Bucket);
        await using var repaired = await SimulatedBucket.OpenAsync(StoreFiles.Local, folder: Bucket);
        Assert.Equal(IngestOutcome.Forgotten, (await repaired.AddAsync(wanted.Build())).Outcome);
    }

    [Fact]
    public async Task A_bucket_of_a_newer_format_and_a_folder_without_one_are_left_as_they_are()
    {
        await LiveAsync();
        await File.WriteAllTextAsync(Path.Combine(Bucket, "bucket.json"), """{"format_version":2,"bucket_id":"x","codec":"zstd"}""");
        File.Delete(Segments()[1]);
        var before = Directory.EnumerateFiles(Bucket, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        foreach (var folder in new[] { Bucket, _folder["typo"] })
            Assert.Equal(OpenTracesErrorCode.Precondition, (await Assert.ThrowsAsync<OpenTracesException>(() => RepairAsync(folder))).Code);
        Assert.Equal(before, Directory.EnumerateFiles(Bucket, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
        Assert.False(Directory.Exists(_folder["typo"]));
    }

    [Fact]
    public async Task A_log_that_is_whole_is_left_as_it_is()
    {
        await LiveAsync();
        var before = Segments().Select(s => (s, ContentHash.Of(File.ReadAllBytes(s)))).ToList();
        Assert.Null((await RepairAsync(Bucket)).Log);
        Assert.Equal(before, Segments().Select(s => (s, ContentHash.Of(File.ReadAllBytes(s)))));
    }

    [Fact]
    public async Task A_repair_that_is_interrupted_at_any_step_is_gone_on_with()
    {
        var disk = SimulatedBucket.NewDisk();
        var life = new BucketLife(disk);
        await life.LiveAsync();
        var events = Path.Combine(SimulatedBucket.Folder, "events");
        var path = Path.Combine(events, disk.List(events, ".seg")[1]);
        var bytes = disk.Content(path).ToArray();
        bytes[bytes.Length / 2] ^= 16;
        disk.Replace(path, bytes);
        var moments = new List<DiskSnapshot>();
        disk.BeforeStep = _ => moments.Add(disk.Snapshot());
        await RepairAsync(disk);
        Assert.InRange(moments.Count, 20, 1000);
        await Parallel.ForAsync(0, moments.Count, async (step, cancellationToken) =>
        {
            foreach (var (state, _) in moments[step].States(3, step, static folder => folder.StartsWith(Path.Combine(SimulatedBucket.Folder, "index"), StringComparison.Ordinal)))
            {
                await RepairAsync(state);
                await using var bucket = await SimulatedBucket.OpenAsync(state);
                await life.Model.CheckAsync(bucket, $"after step {step - 1}");
                var more = Some.Trace("after");
                await life.Model.Added(more, await bucket.AddAsync(more, cancellationToken)).CheckAsync(bucket, $"after step {step - 1}, written to");
            }
        });
    }

    /// <summary>SQLite knows no simulated disk, so the last thing a repair does, a new index, fails there.</summary>
    private static Task<SqliteException> RepairAsync(SimulatedDisk disk) => Assert.ThrowsAsync<SqliteException>(
        async () => await TraceBucket.RepairAsync(SimulatedBucket.Folder, Options, disk, null, CancellationToken.None));

    private static async Task<RepairReport> RepairAsync(string bucket) =>
        await TraceBucket.RepairAsync(bucket, Options, StoreFiles.Local, null, CancellationToken.None);

    private static async Task CheckAsync(string path, BucketModel model, string when)
    {
        await using var bucket = await SimulatedBucket.OpenAsync(StoreFiles.Local, folder: path);
        await model.CheckAsync(bucket, when);
        Assert.Empty((await bucket.VerifyAsync()).Issues);
        var more = Some.Trace("after");
        await model.Added(more, await bucket.AddAsync(more)).CheckAsync(bucket, when + ", written to");
        Assert.NotEmpty((await bucket.SearchAsync(new SearchQuery { Text = "parser", Fresh = true })).Hits);
    }

    private long BlobBytes() => Directory.EnumerateFiles(Path.Combine(Bucket, "blobs"), "*.seg").Sum(f => new FileInfo(f).Length);

    private static string BucketId(string bucket)
    {
        RawJson.Parse(File.ReadAllBytes(Path.Combine(bucket, "bucket.json"))).TryGetMember("bucket_id"u8, out var id);
        return id.ToString();
    }

    private static void Flip(string path, long offset)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = offset;
        var value = file.ReadByte();
        file.Position = offset;
        file.WriteByte((byte)(value ^ 16));
    }

    private static bool HoldsTombstone(string segment)
    {
        using var expander = new FrameExpander();
        var (folder, holds) = (Path.GetDirectoryName(segment)!, false);
        LogFile.Read(StoreFiles.Local, folder, Path.GetFileName(segment), expander, CancellationToken.None)
            .Visit(StoreFiles.Local, folder, expander, one => holds |= one.Kind == TraceEvents.Forgotten, CancellationToken.None);
        return holds;
    }

    private async Task<BucketModel> LiveAsync()
    {
        var life = new BucketLife(StoreFiles.Local, Bucket);
        await life.LiveAsync();
        Assert.InRange(Segments().Length, 3, 100);
        return life.Model;
    }

    private string[] Segments() => [.. Directory.EnumerateFiles(Path.Combine(Bucket, "events"), "*.seg").Order(StringComparer.Ordinal)];

    private string Copy()
    {
        var copy = _folder["copy-" + Guid.NewGuid().ToString("N")];
        foreach (var file in Directory.EnumerateFiles(Bucket, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(Bucket, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }
}
