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
            Assert.True(raw.Bytes.AsSpan().StartsWith(file), path);
            if (row.GetProperty("generation").GetInt32() == 0 || raw.Bytes.Length != file.Length)
                Assert.Contains(rows, other => IsLonger(other, row, file.Length));
        }

        var second = await ImportAsync(root);
        Assert.Equal(0, second.GetProperty("imported").GetInt32());
        Assert.Equal(0, second.GetProperty("updated").GetInt32());
        Assert.Equal(rows.Count, second.GetProperty("unchanged").GetInt32());
    }

    private async Task<JsonElement> ImportAsync(string root)
    {
        var result = await _cli.RunAsync("capture", "import", root, "--json");
        Assert.Equal(0, result.Code);
        return result.Json();
    }

    private static bool IsLonger(JsonElement other, JsonElement row, long length) =>
        other.GetProperty("trace_id").GetString() == row.GetProperty("trace_id").GetString()
        && new FileInfo(other.GetProperty("path").GetString()!).Length > length;

    private static void AssertAddsUp(JsonElement row)
    {
        var lines = row.GetProperty("lines");
        Assert.Equal(
            lines.GetProperty("total").GetInt32(),
            new[] { "mapped", "folded", "carried", "ignored", "malformed" }.Sum(n => lines.GetProperty(n).GetInt32()));
    }
}
