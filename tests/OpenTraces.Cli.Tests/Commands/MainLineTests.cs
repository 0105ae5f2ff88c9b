using System.Text;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Cli.Tests.Commands;

public sealed class MainLineTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Importing_twice_finds_everything_unchanged()
    {
        var path = _cli.Folder.Write("work/rollout-a.jsonl", CodexText.Session());
        var first = (await _cli.RunAsync("capture", "import", path, "--json")).Json();
        Assert.Equal(1, first.GetProperty("imported").GetInt32());
        var second = (await _cli.RunAsync("--json", "capture", "import", path)).Json();
        Assert.Equal(0, second.GetProperty("imported").GetInt32());
        Assert.Equal(1, second.GetProperty("unchanged").GetInt32());
        Assert.Equal(
            first.GetProperty("traces")[0].GetProperty("trace_id").GetString(),
            second.GetProperty("traces")[0].GetProperty("trace_id").GetString());
    }

    [Fact]
    public async Task The_native_file_comes_back_byte_for_byte_in_every_generation()
    {
        var text = CodexText.Session();
        var path = _cli.Folder.Write("work/rollout-a.jsonl", text);
        await _cli.RunAsync("capture", "import", path);
        var grown = text + """{"timestamp":"2026-01-01T00:00:09.000Z","type":"event_msg","payload":{"type":"user_message","message":"And the pears?"}}""" + "\n";
        _cli.Folder.Write("work/rollout-a.jsonl", grown);
        var row = (await _cli.RunAsync("capture", "import", path, "--json")).Json().GetProperty("traces")[0];
        Assert.Equal(2, row.GetProperty("generation").GetInt32());
        var id = row.GetProperty("trace_id").GetString()!;
        Assert.Equal(grown, (await _cli.RunAsync("trace", "get", id, "--raw")).Text);
        Assert.Equal(text, (await _cli.RunAsync("trace", "get", id, "--raw", "--generation", "1")).Text);
        Assert.Equal(6, (await _cli.RunAsync("trace", "get", id, "--raw", "--generation", "3")).Code);
    }

    [Fact]
    public async Task The_whole_record_carries_the_hash_of_what_it_holds()
    {
        var path = _cli.Folder.Write("work/rollout-a.jsonl", CodexText.Session());
        var row = (await _cli.RunAsync("capture", "import", path, "--json")).Json().GetProperty("traces")[0];
        var record = await _cli.RunAsync("trace", "get", row.GetProperty("trace_id").GetString()!, "--full");
        Assert.Equal(
            PlainCanonicalJson.ContentHashOf(Encoding.UTF8.GetBytes(record.Text)),
            record.Json().GetProperty("content_hash").GetString());
    }

    [Fact]
    public async Task A_query_finds_the_step_and_get_shows_it()
    {
        await _cli.RunAsync("capture", "import", _cli.Folder.Write("work/rollout-a.jsonl", CodexText.Session()));
        var answer = (await _cli.RunAsync("trace", "query", "--lex", "apples basket", "--json")).Json();
        var candidate = Assert.Single(answer.GetProperty("candidates").EnumerateArray());
        Assert.False(answer.GetProperty("freshness").GetProperty("stale").GetBoolean());
        Assert.True(answer.GetProperty("telemetry").GetProperty("duration_ms").GetDouble() >= 0);
        var address = candidate.GetProperty("address").GetString()!;
        Assert.Matches(":[0-9]+$", address);
        var step = (await _cli.RunAsync("trace", "get", address, "--json")).Json().GetProperty("step");
        Assert.Contains("apples", step.GetProperty("content_preview").GetString(), StringComparison.Ordinal);
        Assert.Empty((await _cli.RunAsync("trace", "query", "--lex", "zebra", "--json")).Json().GetProperty("candidates").EnumerateArray());
    }

    [Fact]
    public async Task A_span_and_the_last_step_can_be_addressed()
    {
        await _cli.RunAsync("capture", "import", _cli.Folder.Write("work/rollout-a.jsonl", CodexText.Session()));
        var overview = (await _cli.RunAsync("trace", "query", "--json")).Json().GetProperty("candidates")[0];
        var id = overview.GetProperty("trace_id").GetString()!;
        var steps = overview.GetProperty("steps").GetInt32();
        var span = (await _cli.RunAsync("trace", "get", $"{id}:1-2", "--json")).Json();
        Assert.Equal(2, span.GetProperty("steps").GetArrayLength());
        var last = (await _cli.RunAsync("trace", "get", $"{id}:last", "--json")).Json();
        Assert.Equal(steps, last.GetProperty("step").GetProperty("step_index").GetInt32());
        Assert.Equal(6, (await _cli.RunAsync("trace", "get", $"{id}:{steps + 1}")).Code);
    }

    [Fact]
    public async Task The_beginning_of_an_id_names_the_trace()
    {
        await _cli.RunAsync("capture", "import", _cli.Folder.Write("work/rollout-a.jsonl", CodexText.Session()));
        var id = (await _cli.RunAsync("trace", "query", "--json")).Json().GetProperty("candidates")[0].GetProperty("trace_id").GetString()!;
        var step = (await _cli.RunAsync("trace", "get", id[..8] + ":1", "--json")).Json();
        Assert.Equal(id, step.GetProperty("trace_id").GetString());
        Assert.Equal(6, (await _cli.RunAsync("trace", "get", id[..7])).Code);
    }

    [Theory]
    [InlineData("s1")]
    [InlineData("s2")]
    [InlineData("user-turn")]
    public async Task Slicing_twice_gives_the_same_bytes_and_tiles(string slicer)
    {
        await _cli.RunAsync("capture", "import", _cli.Folder.Write("work/rollout-a.jsonl", CodexText.Session()));
        var id = (await _cli.RunAsync("trace", "query", "--json")).Json().GetProperty("candidates")[0].GetProperty("trace_id").GetString()!;
        var first = await _cli.RunAsync("trace", "partition", id, "--by", slicer, "--json");
        var second = await _cli.RunAsync("trace", "partition", id, "--by", slicer, "--json");
        Assert.Equal(first.Bytes, second.Bytes);
        var envelope = first.Json();
        Assert.Equal("opentraces.slicing.v1", envelope.GetProperty("schema_version").GetString());
        Assert.True(envelope.GetProperty("tiling").GetProperty("valid").GetBoolean());
    }

    [Fact]
    public async Task An_unknown_slicer_is_a_usage_error_that_names_the_known_ones()
    {
        await _cli.RunAsync("capture", "import", _cli.Folder.Write("work/rollout-a.jsonl", CodexText.Session()));
        var id = (await _cli.RunAsync("trace", "query", "--json")).Json().GetProperty("candidates")[0].GetProperty("trace_id").GetString()!;
        var result = await _cli.RunAsync("trace", "partition", id, "--by", "s9");
        Assert.Equal(2, result.Code);
        Assert.Contains("s1", result.Error, StringComparison.Ordinal);
    }
}
