using OpenTraces.Bucket.Index;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Upkeep;

public class OpeningTests
{
    [Fact]
    public async Task A_read_only_bucket_reads_everything_and_changes_nothing()
    {
        await using var open = await OpenBucket.CreateAsync();
        var trace = Some.Trace();
        var id = (await open.Bucket.AddAsync(trace)).TraceId;
        await open.CloseAsync();
        var before = open.Files(withIndex: true);

        var bucket = await open.ReopenAsync(new BucketOptions { ReadOnly = true });
        Assert.Equal(4, (await bucket.FindAsync(id))!.Steps.Count);
        Assert.Single((await bucket.SearchAsync(new SearchQuery { Text = "parser" })).Hits);
        Assert.NotNull(await bucket.OpenRawAsync(id));
        await foreach (var summary in bucket.ListAsync(new TraceFilter { Tool = "Bash" }))
            Assert.Equal(id, summary.TraceId);
        foreach (var write in new Func<Task>[]
        {
            async () => await bucket.AddAsync(Some.Trace("other")),
            async () => await bucket.SetTrailAsync(id, Some.Overlay(trace)),
            async () => await bucket.RebuildAsync(Substrates.Index),
        })
            Assert.Equal(OpenTracesErrorCode.Precondition, (await Assert.ThrowsAsync<OpenTracesException>(write)).Code);
        await open.CloseAsync();
        Assert.Equal(before, open.Files(withIndex: true));
    }

    [Fact]
    public async Task A_read_only_bucket_whose_projections_are_lost_still_answers_from_the_log()
    {
        await using var open = await OpenBucket.CreateAsync();
        var id = (await open.Bucket.AddAsync(Some.Trace())).TraceId;
        await open.CloseAsync();
        Directory.Delete(open["traces"], recursive: true);
        Directory.Delete(open["index"], recursive: true);
        File.Delete(open["manifest.json"]);

        var bucket = await open.ReopenAsync(new BucketOptions { ReadOnly = true });
        Assert.Equal(4, (await bucket.FindAsync(id))!.Steps.Count);
        var listed = 0;
        await foreach (var summary in bucket.ListAsync(new TraceFilter { Files = ["Parser.cs"] }))
            listed++;
        Assert.Equal(1, listed);
        var freshness = (await bucket.SearchAsync(new SearchQuery { Text = "parser" })).Freshness;
        Assert.True(freshness.Stale);
        Assert.True(freshness.RebuildRecommended);
        Assert.False(Directory.Exists(open["traces"]));
    }

    [Fact]
    public async Task Whoever_opens_a_bucket_that_another_is_making_waits_for_it()
    {
        using var folder = new TempFolder();
        var other = StoreFiles.Local.TryLock(Path.Combine(folder.Root, "bucket.lock"), create: true);
        var opening = TraceBucket.OpenAsync(folder.Root).AsTask();
        Assert.False(opening.IsCompleted);
        other!.Dispose();
        await (await opening).DisposeAsync();

        using var held = StoreFiles.Local.TryLock(Path.Combine(folder.Root, "bucket.lock"), create: true);
        File.Delete(Path.Combine(folder.Root, "bucket.json"));
        var busy = await Assert.ThrowsAsync<OpenTracesException>(
            async () => await TraceBucket.OpenAsync(folder.Root, new BucketOptions { LockTimeout = TimeSpan.Zero }));
        Assert.Equal(OpenTracesErrorCode.StoreBusy, busy.Code);
    }

    [Fact]
    public async Task Closing_twice_is_closing_once()
    {
        await using var open = await OpenBucket.CreateAsync();
        for (var i = 0; i < 3; i++)
            await open.Bucket.AddAsync(Some.Session("growing", steps: 9).Build(3 + i));
        await open.Bucket.DisposeAsync();
        await open.Bucket.DisposeAsync();
    }

    [Fact]
    public async Task A_read_only_bucket_that_does_not_exist_is_a_precondition()
    {
        using var folder = new TempFolder();
        var error = await Assert.ThrowsAsync<OpenTracesException>(
            async () => await TraceBucket.OpenAsync(folder["none"], new BucketOptions { ReadOnly = true }));
        Assert.Equal(OpenTracesErrorCode.Precondition, error.Code);
        Assert.False(Directory.Exists(folder["none"]));
    }

    [Fact]
    public async Task A_newer_format_is_refused()
    {
        await using var open = await OpenBucket.CreateAsync();
        await open.CloseAsync();
        await File.WriteAllTextAsync(open["bucket.json"], """{"format_version":9,"bucket_id":"x"}""");
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await open.ReopenAsync());
        Assert.Equal(OpenTracesErrorCode.Precondition, error.Code);
        Assert.Contains("format 9", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_where_the_bucket_should_be_is_no_crash()
    {
        using var folder = new TempFolder();
        folder.Write("file", "not a folder");
        await Assert.ThrowsAnyAsync<Exception>(async () => await TraceBucket.OpenAsync(folder["file"]));
        Assert.Equal("not a folder", await File.ReadAllTextAsync(folder["file"]));
    }

    [Fact]
    public async Task A_folder_without_permission_is_a_precondition()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "permissions are access lists on Windows");
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "this account may do everything, so nothing is forbidden to it");
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["locked"]);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder["locked"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await TraceBucket.OpenAsync(folder["locked/bucket"]));
        Assert.Equal(OpenTracesErrorCode.Precondition, error.Code);
    }

    [Fact]
    public async Task Files_are_for_their_owner_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "permissions are access lists on Windows");
        await using var open = await OpenBucket.CreateAsync();
        await open.Bucket.AddAsync(Some.Trace());
        const UnixFileMode Others = (UnixFileMode)0b000_111_111;
        foreach (var entry in new DirectoryInfo(open.Path).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
            Assert.True((entry.UnixFileMode & Others) == 0, $"{entry.FullName} is open to others: {entry.UnixFileMode}");
    }

    [Fact]
    public void Without_a_database_provider_the_message_names_package_and_call()
    {
        var error = Assert.Throws<OpenTracesException>(() => SqliteProvider.Require(() => throw new InvalidOperationException("none")));
        Assert.Equal(OpenTracesErrorCode.Precondition, error.Code);
        Assert.Contains("SQLitePCLRaw.bundle_e_sqlite3", error.Message, StringComparison.Ordinal);
        Assert.Contains("SQLitePCL.Batteries_V2.Init()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bucket_keeps_its_id()
    {
        await using var open = await OpenBucket.CreateAsync();
        var before = await File.ReadAllTextAsync(open["bucket.json"]);
        await open.ReopenAsync();
        Assert.Equal(before, await File.ReadAllTextAsync(open["bucket.json"]));
        Assert.Contains("\"format_version\":1", before, StringComparison.Ordinal);
    }
}
