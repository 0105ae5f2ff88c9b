using Xunit;

namespace OpenTraces.Cli.Tests.Commands;

public sealed class FailedBucketTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_damaged_log_ends_an_import_with_one_line_and_exit_7(int files)
    {
        await ImportAsync("first", 2);
        var log = Directory.EnumerateFiles(Path.Combine(_cli.Home, "bucket", "events"), "*.seg").Single();
        var bytes = await File.ReadAllBytesAsync(log);
        bytes[200] ^= 1;
        await File.WriteAllBytesAsync(log, bytes);
        var result = await _cli.RunAsync("capture", "import", Write("later", files));
        Assert.Equal(7, result.Code);
        Assert.Contains("bucket repair", result.Error, StringComparison.Ordinal);
        AssertOneLine(result);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_status_of_a_bucket_whose_log_is_damaged_says_so(bool isGone)
    {
        await ImportAsync("first", 2);
        var log = Directory.EnumerateFiles(Path.Combine(_cli.Home, "bucket", "events"), "*.seg").Single();
        var bytes = await File.ReadAllBytesAsync(log);
        bytes[200] ^= 1;
        await File.WriteAllBytesAsync(log, bytes);
        if (isGone)
            File.Delete(log);
        var result = await _cli.RunAsync("bucket", "status", "--json");
        Assert.Equal(7, result.Code);
        Assert.Equal("damaged", result.Json().GetProperty("status").GetString());
        Assert.Equal("bucket repair", Assert.Single(result.Json().GetProperty("next_steps").EnumerateArray()).GetString());
        Assert.Contains("bucket repair", (await _cli.RunAsync("bucket", "status")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_costs_that_file_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege on Windows");
        var folder = Write("work", 2);
        var loop = Path.Combine(folder, "a-loop.jsonl");
        File.CreateSymbolicLink(loop, loop);
        var result = await _cli.RunAsync("capture", "import", folder, "--json");
        Assert.Equal(5, result.Code);
        Assert.Equal(2, result.Json().GetProperty("imported").GetInt32());
        Assert.Equal(loop, Assert.Single(result.Json().GetProperty("failed").EnumerateArray()).GetProperty("path").GetString());
    }

    [Fact]
    public async Task Damage_to_what_is_held_of_one_session_costs_the_others_nothing()
    {
        await ImportAsync("first", 1);
        foreach (var segment in Directory.EnumerateFiles(Path.Combine(_cli.Home, "bucket", "blobs"), "*.seg"))
            File.Delete(segment);
        var folder = Write("later", 3);
        var shorter = Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).First();
        var lines = await File.ReadAllLinesAsync(shorter);
        await File.WriteAllTextAsync(shorter, string.Join('\n', lines[..^1]) + "\n");
        var result = await _cli.RunAsync("capture", "import", folder, "--json");
        Assert.Equal(7, result.Code);
        Assert.Equal(2, result.Json().GetProperty("imported").GetInt32());
        Assert.Equal(shorter, Assert.Single(result.Json().GetProperty("failed").EnumerateArray()).GetProperty("path").GetString());
    }

    [Fact]
    public async Task A_query_without_an_index_says_so_and_names_the_command_that_makes_one()
    {
        await ImportAsync("first", 1);
        Directory.Delete(Path.Combine(_cli.Home, "bucket", "index"), recursive: true);
        var result = await _cli.RunAsync("trace", "query", "--lex", "apples");
        Assert.Equal(0, result.Code);
        Assert.Contains("'opentraces bucket rebuild'", result.Error, StringComparison.Ordinal);
        AssertOneLine(result);
        var freshness = (await _cli.RunAsync("trace", "query", "--json")).Json().GetProperty("freshness");
        Assert.Equal("no_index", freshness.GetProperty("stale_reason").GetString());
        Assert.Equal(0, (await _cli.RunAsync("bucket", "rebuild")).Code);
        Assert.Empty((await _cli.RunAsync("trace", "query")).Error);
    }

    private async Task ImportAsync(string folder, int count) =>
        Assert.Equal(0, (await _cli.RunAsync("capture", "import", Write(folder, count))).Code);

    private string Write(string folder, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var id = $"019aaaaa-0000-7000-8000-00000000000{i}";
            _cli.Folder.Write($"{folder}/rollout-2026-01-01T00-00-0{i}-{id}.jsonl", CodexText.Session(id));
        }

        return _cli.Folder[folder];
    }

    private static void AssertOneLine(CliResult result)
    {
        Assert.Empty(result.Bytes);
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
