using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Upkeep;

public sealed class NewBucketTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("notes.txt")]
    [InlineData("src/main.c")]
    public async Task A_folder_of_other_files_is_refused_and_left_as_it_is(string file)
    {
        _folder.Write("there/" + file, "mine");
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await OpenAsync());
        Assert.Equal(OpenTracesErrorCode.Precondition, error.Code);
        Assert.Contains(_folder["there/bucket"], error.Message, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder["there"]));
    }

    [Theory]
    [InlineData(".hidden")]
    [InlineData(".git/config")]
    [InlineData(".bucket.tmp")]
    [InlineData("bucket.lock")]
    [InlineData("upkeep.lock")]
    [InlineData("lost+found/1")]
    [InlineData("traces/notes.txt")]
    [InlineData("events/.lock")]
    public async Task A_folder_with_hidden_files_or_a_beginning_of_a_bucket_becomes_one(string file)
    {
        _folder.Write("there/" + file, "");
        await using var bucket = await OpenAsync();
        Assert.True(File.Exists(_folder["there/bucket.json"]));
    }

    [Fact]
    public async Task An_empty_folder_and_the_folders_of_a_bucket_with_nothing_in_them_become_one()
    {
        foreach (var name in new[] { "blobs", "events", "index", "traces", "writers" })
        {
            Directory.CreateDirectory(_folder["there/" + name]);
            await (await OpenAsync()).DisposeAsync();
            Directory.Delete(_folder["there"], recursive: true);
        }

        Directory.CreateDirectory(_folder["there"]);
        await (await OpenAsync()).DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_bucket_without_its_description_gets_no_other_one_by_being_opened(bool readOnly)
    {
        await using (var bucket = await OpenAsync())
            await bucket.AddAsync(Some.Trace());
        File.Delete(_folder["there/bucket.json"]);
        var error = await Assert.ThrowsAsync<OpenTracesException>(
            async () => await TraceBucket.OpenAsync(_folder["there"], new BucketOptions { ReadOnly = readOnly }));
        Assert.Equal(OpenTracesErrorCode.StoreCorrupt, error.Code);
        Assert.Contains("bucket repair", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["there/bucket.json"]));

        Assert.True((await TraceBucket.RepairAsync(_folder["there"])).Description);
        await using var again = await OpenAsync();
        Assert.NotNull(await again.FindAsync(Some.Trace().Key.ToTraceId()));
    }

    [Fact]
    public async Task A_damaged_description_is_answered_with_the_command_that_writes_it_anew()
    {
        await (await OpenAsync()).DisposeAsync();
        _folder.Write("there/bucket.json", "{");
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await OpenAsync());
        Assert.Equal(OpenTracesErrorCode.StoreCorrupt, error.Code);
        Assert.Contains("bucket repair", error.Message, StringComparison.Ordinal);
        Assert.True((await TraceBucket.RepairAsync(_folder["there"])).Description);
        await (await OpenAsync()).DisposeAsync();
    }

    private ValueTask<TraceBucket> OpenAsync() => TraceBucket.OpenAsync(_folder["there"]);
}
