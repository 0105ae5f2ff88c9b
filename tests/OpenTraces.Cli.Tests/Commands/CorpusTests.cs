using System.Text.Json;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Cli.Tests.Commands;

/// <summary>Every file of the corpus through the tool, as a person would do it.</summary>
public sealed class CorpusTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task The_whole_corpus_is_taken_or_named_adds_up_and_comes_back_byte_for_byte()
    {
        var root = Corpus.RequireRoot();
        var first = await ImportAsync(root);
        Assert.Empty(first.GetProperty("failed").EnumerateArray());
        var rows = first.GetProperty("traces").EnumerateArray().ToList();
        var unsupported = first.GetProperty("unsupported").GetArrayLength();
        Assert.Equal(Corpus.Files().Count, rows.Count + unsupported);
        Assert.All(rows, AssertAddsUp);

        foreach (var row in rows)
        {
            var path = row.GetProperty("path").GetString()!;
            var raw = await _cli.RunAsync(
                "trace", "get", row.GetProperty("trace_id").GetString()!, "--raw",
                "--generation", row.GetProperty("generation").GetInt32().ToString(System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(0, raw.Code);
            var file = await File.ReadAllBytesAsync(path);
            Assert.True(raw.Bytes.AsSpan().SequenceEqual(file), path);
        }

        var second = await ImportAsync(root);
        Assert.Equal(0, second.GetProperty("imported").GetInt32());
        Assert.Equal(0, second.GetProperty("updated").GetInt32());
        Assert.Equal(rows.Count, second.GetProperty("unchanged").GetInt32());
    }

    [Fact]
    public async Task Growing_copies_are_one_trace_that_serves_the_same_in_any_order()
    {
        var root = Corpus.RequireRoot();
        var folders = Directory.GetDirectories(Path.Combine(root, "snapshots"), "*", SearchOption.AllDirectories)
            .Where(f => Directory.EnumerateFiles(f).Any()).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(folders);
        foreach (var folder in folders)
        {
            var copies = Directory.GetFiles(folder).Order(StringComparer.Ordinal).ToArray();
            var forwards = await ServedAsync(copies);
            Array.Reverse(copies);
            Assert.Equal(forwards, await ServedAsync(copies));
        }
    }

    [Theory]
    [InlineData("claude-code/entireio__git-sync__8ff21ea1-e320-4771-a636-a6590f0b5080__ad-ebb896690e-0__full.jsonl")]
    [InlineData("codex/EntityProcess__agentv__019f0675-387a-79c2-9e8d-ceb8a30657c9__da-4bdc81f3ac-1__full.jsonl")]
    public async Task Ten_growing_copies_cost_at_most_half_more_than_the_last_alone(string file)
    {
        var lines = File.ReadAllText(Corpus.Require(file)).Split('\n');
        using var alone = new Cli();
        var path = "work/" + Path.GetFileName(file);
        for (var part = 1; part <= 10; part++)
            await _cli.RunAsync("capture", "import", _cli.Folder.Write(path, string.Join('\n', lines.Take(lines.Length * part / 10))));
        await alone.RunAsync("capture", "import", alone.Folder.Write(path, string.Join('\n', lines)));
        Assert.InRange((double)Bytes(_cli) / Bytes(alone), 1.0, 1.5);

        static long Bytes(Cli cli) => new DirectoryInfo(Path.Combine(cli.Home, "bucket")).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);
    }

    /// <summary>Imports file by file into a bucket of its own, and returns the id and the native bytes that are served.</summary>
    private static async Task<(string Id, string Raw)> ServedAsync(string[] copies)
    {
        using var cli = new Cli();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var copy in copies)
        {
            var rows = (await cli.RunAsync("capture", "import", copy, "--json")).Json().GetProperty("traces");
            ids.Add(Assert.Single(rows.EnumerateArray()).GetProperty("trace_id").GetString()!);
        }

        var id = Assert.Single(ids);
        return (id, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData((await cli.RunAsync("trace", "get", id, "--raw")).Bytes)));
    }

    private async Task<JsonElement> ImportAsync(string root)
    {
        var result = await _cli.RunAsync("capture", "import", root, "--json");
        Assert.Equal(0, result.Code);
        return result.Json();
    }

    private static void AssertAddsUp(JsonElement row)
    {
        var lines = row.GetProperty("lines");
        Assert.Equal(
            lines.GetProperty("total").GetInt32(),
            new[] { "mapped", "folded", "carried", "ignored", "malformed" }.Sum(n => lines.GetProperty(n).GetInt32()));
    }
}
