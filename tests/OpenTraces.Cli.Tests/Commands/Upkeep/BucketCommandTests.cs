using System.Text.Json;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Cli.Tests.Commands.Upkeep;

public class BucketCommandTests
{
    [Fact]
    public async Task Status_and_manifest_count_what_is_held_and_change_no_file()
    {
        using var cli = await CreateAsync();
        var before = Files(cli);
        var status = (await cli.RunAsync("bucket", "status", "--json")).Json();
        Assert.Equal(1, status.GetProperty("format_version").GetInt32());
        Assert.True(status.GetProperty("traces").GetInt32() > 0);
        Assert.False(status.GetProperty("freshness").GetProperty("stale").GetBoolean());
        var manifest = (await cli.RunAsync("bucket", "manifest", "--json")).Json();
        Assert.Equal(status.GetProperty("traces").GetInt32(), manifest.GetProperty("traces").GetInt32());
        Assert.False(manifest.GetProperty("stale").GetBoolean());
        Assert.Equal(before, Files(cli));
    }

    [Fact]
    public async Task A_lost_manifest_is_said_and_healed_only_when_asked()
    {
        using var cli = await CreateAsync();
        var path = Path.Combine(cli.Home, "bucket", "manifest.json");
        var whole = await File.ReadAllBytesAsync(path);
        File.Delete(path);
        Assert.True((await cli.RunAsync("bucket", "manifest", "--json")).Json().GetProperty("missing").GetBoolean());
        Assert.False(File.Exists(path));
        Assert.True((await cli.RunAsync("bucket", "manifest", "--heal", "--json")).Json().GetProperty("healed").GetBoolean());
        Assert.Equal(whole, await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task Damage_is_named_by_verify_with_exit_code_7_and_put_aside_by_repair()
    {
        using var cli = await CreateAsync();
        Assert.Equal(0, (await cli.RunAsync("bucket", "verify", "--sample", "5", "--json")).Code);
        Assert.Equal(0, (await cli.RunAsync("bucket", "verify", "--full", "--json")).Code);
        var segment = Directory.EnumerateFiles(Path.Combine(cli.Home, "bucket", "blobs"), "*.seg").First();
        var bytes = await File.ReadAllBytesAsync(segment);
        bytes[100] ^= 1;
        await File.WriteAllBytesAsync(segment, bytes);
        var damaged = await cli.RunAsync("bucket", "verify", "--full", "--json");
        Assert.Equal(7, damaged.Code);
        Assert.Equal("damaged", damaged.Json().GetProperty("status").GetString());
        Assert.Contains(damaged.Json().GetProperty("issues").EnumerateArray(), i => i.GetProperty("traces").GetArrayLength() > 0);
        var repaired = await cli.RunAsync("bucket", "repair", "--json");
        Assert.Equal(7, repaired.Code);
        Assert.NotEqual(0, repaired.Json().GetProperty("incomplete_traces").GetArrayLength());
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(cli.Home, "bucket", "blobs", "quarantine")));

        // The sessions are still there: importing them again brings back what is lost.
        await cli.RunAsync("capture", "import", cli.Folder["work"]);
        Assert.Equal(0, (await cli.RunAsync("bucket", "verify", "--full", "--json")).Code);
    }

    [Fact]
    public async Task Prune_rebuild_and_progress_as_lines_of_json()
    {
        using var cli = await CreateAsync();
        Assert.Equal(0, (await cli.RunAsync("bucket", "prune", "--dry-run", "--json")).Code);
        var prune = await cli.RunAsync("bucket", "prune", "--json", "--progress", "json");
        Assert.Equal(0, prune.Code);
        Assert.All(prune.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line =>
        {
            using var document = JsonDocument.Parse(line);
            Assert.Equal("progress", document.RootElement.GetProperty("event").GetString());
            Assert.Equal("bucket prune", document.RootElement.GetProperty("command").GetString());
        });
        Assert.NotEmpty(prune.Error);
        Assert.True((await cli.RunAsync("bucket", "rebuild", "--json")).Json().GetProperty("index_rebuilt").GetBoolean());
        var all = await cli.RunAsync("bucket", "rebuild", "--substrate", "all", "--json");
        Assert.Equal(0, all.Code);
        Assert.Equal(["index", "traces", "trail"], all.Json().GetProperty("substrates").EnumerateArray().Select(s => s.GetString()));
        Assert.True(all.Json().GetProperty("records").GetInt32() > 0);
        Assert.Equal(0, all.Json().GetProperty("trails").GetInt32());
        Assert.Equal(0, (await cli.RunAsync("bucket", "rebuild", "--substrate", "trail")).Code);
        Assert.Equal(3, (await cli.RunAsync("bucket", "rebuild", "--substrate", "context-tree")).Code);
    }

    [Fact]
    public async Task A_forgotten_trace_is_gone_stays_out_and_the_receipt_names_what_remains()
    {
        using var cli = await CreateAsync();
        var ids = (await cli.RunAsync("trace", "query", "--json")).Json().GetProperty("candidates").EnumerateArray()
            .Select(c => c.GetProperty("trace_id").GetString()!).Distinct().ToList();
        var receipt = await cli.RunAsync("trace", "forget", ids[0], "--json");
        Assert.Equal(0, receipt.Code);
        Assert.Equal("ok", receipt.Json().GetProperty("status").GetString());
        Assert.True(receipt.Json().GetProperty("objects_removed").GetInt64() > 0);
        Assert.True(receipt.Json().GetProperty("remains").GetProperty("events_without_text").GetInt32() >= 2);
        Assert.Equal(6, (await cli.RunAsync("trace", "get", ids[0])).Code);
        var again = (await cli.RunAsync("capture", "import", cli.Folder["work"], "--json")).Json();
        Assert.Equal(1, again.GetProperty("forgotten").GetInt32());
        Assert.Equal(0, again.GetProperty("imported").GetInt32());
        Assert.Equal(6, (await cli.RunAsync("trace", "forget", "00000000-0000-8000-8000-000000000000")).Code);
    }

    [Fact]
    public async Task A_forgotten_session_is_not_looked_up_in_a_repository()
    {
        using var cli = await CreateAsync();
        using var repo = new TempGitRepo();
        repo.Write("a.txt", "a\n");
        repo.Commit("first");
        var id = (await cli.RunAsync("trace", "query", "--json")).Json().GetProperty("candidates")[0].GetProperty("trace_id").GetString()!;
        Assert.Equal(0, (await cli.RunAsync("trace", "forget", id)).Code);
        var result = await cli.RunAsync("capture", "import", cli.Folder["work"], "--repo", repo.Root);
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains("1 were forgotten", result.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(id, result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repair_lists_the_projections_it_made_again()
    {
        using var cli = await CreateAsync();
        var bucket = Path.Combine(cli.Home, "bucket");
        foreach (var lost in new[] { "traces", "index" })
            Directory.Delete(Path.Combine(bucket, lost), recursive: true);
        File.Delete(Path.Combine(bucket, "manifest.json"));
        var result = await cli.RunAsync("bucket", "repair");
        Assert.Equal(0, result.Code);
        foreach (var made in new[] { "3 envelopes", "manifest", "search index" })
            Assert.Contains(made, result.Text, StringComparison.Ordinal);
        Assert.Contains("nothing to repair", (await cli.RunAsync("bucket", "repair")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bucket", "status")]
    [InlineData("bucket", "verify")]
    [InlineData("bucket", "repair")]
    [InlineData("bucket", "prune")]
    public async Task Without_a_bucket_the_command_says_what_to_do_and_makes_none(params string[] args)
    {
        using var cli = new Cli();
        var result = await cli.RunAsync(args);
        Assert.Equal(3, result.Code);
        Assert.Contains("capture import", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(cli.Home, "bucket")));
    }

    private static async Task<Cli> CreateAsync()
    {
        var cli = new Cli();
        Directory.CreateDirectory(cli.Folder["work"]);
        for (var i = 0; i < 3; i++)
            await File.WriteAllTextAsync(Path.Combine(cli.Folder["work"], $"rollout-2026-01-02T03-04-0{i}-00000000-0000-7000-8000-00000000000{i}.jsonl"), CodexText.Session($"00000000-0000-7000-8000-00000000000{i}"));
        Assert.Equal(0, (await cli.RunAsync("capture", "import", cli.Folder["work"])).Code);
        return cli;
    }

    private static List<string> Files(Cli cli) => [.. new DirectoryInfo(Path.Combine(cli.Home, "bucket"))
        .EnumerateFiles("*", SearchOption.AllDirectories).Where(f => !f.FullName.Contains("/index/", StringComparison.Ordinal))
        .Select(f => $"{f.FullName} {f.Length} {f.LastWriteTimeUtc:O}").Order(StringComparer.Ordinal)];
}
