using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Security;

public sealed class RedactionKeyTests
{
    [Fact]
    public async Task A_key_is_written_once_and_read_again()
    {
        using var folder = new TempFolder();

        var keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await RedactionKey.LoadOrCreateAsync(folder.Root))));

        Assert.Single(keys.Select(k => k.TokenOf("value")).Distinct());
        Assert.Equal([RedactionKey.FileName], Directory.EnumerateFiles(folder.Root).Select(Path.GetFileName));
        Assert.Equal(RedactionKey.Size, new FileInfo(folder[RedactionKey.FileName]).Length);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder[RedactionKey.FileName]));
    }

    [Fact]
    public async Task A_damaged_key_is_refused_and_kept()
    {
        using var folder = new TempFolder();
        folder.Write(RedactionKey.FileName, "short");

        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await RedactionKey.LoadOrCreateAsync(folder.Root));

        Assert.Equal(OpenTracesErrorCode.StoreCorrupt, error.Code);
        Assert.Equal("short", await File.ReadAllTextAsync(folder[RedactionKey.FileName], TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_same_value_gives_the_same_token_under_one_key_only()
    {
        var other = RedactionKey.CreateRandom();

        Assert.Equal(Samples.Key.TokenOf("value"), Samples.Key.TokenOf("value"));
        Assert.NotEqual(Samples.Key.TokenOf("value"), Samples.Key.TokenOf("valuf"));
        Assert.NotEqual(Samples.Key.TokenOf("value"), other.TokenOf("value"));
        Assert.Matches("^[0-9a-f]{8}$", other.TokenOf(""));
    }
}
