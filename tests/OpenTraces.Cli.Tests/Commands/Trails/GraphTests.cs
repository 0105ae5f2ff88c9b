using System.Text.Json;
using System.Xml.Linq;
using Xunit;

namespace OpenTraces.Cli.Tests.Commands.Trails;

public sealed class GraphTests(SampleBucket sample) : IClassFixture<SampleBucket>
{
    [Fact]
    public async Task The_document_names_each_commit_and_what_it_took()
    {
        var answer = (await RunAsync("--json")).Json();
        Assert.Equal(
            ["commits", "count", "mode", "pivot_trace_id", "schema_version", "status", "svg", "truncated"],
            answer.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("opentraces.trail.graph.v1", "commit"), (answer.GetProperty("schema_version").GetString(), answer.GetProperty("mode").GetString()));
        var commits = answer.GetProperty("commits").EnumerateArray().ToList();
        Assert.Equal(answer.GetProperty("count").GetInt32(), commits.Count);
        var taken = commits.SelectMany(c => c.GetProperty("traces").EnumerateArray()).ToList();
        Assert.Subset(sample.Traces.ToHashSet(), taken.Select(t => t.GetProperty("trace_id").GetString()!).ToHashSet());
        Assert.Contains(taken, t => t.GetProperty("line_count").GetInt32() > 0 && t.GetProperty("files").GetArrayLength() > 0);
    }

    [Fact]
    public async Task People_see_a_row_for_each_commit()
    {
        var commits = (await RunAsync("--json")).Json().GetProperty("commits").EnumerateArray().ToList();
        var text = (await RunAsync()).Text;
        Assert.All(commits, c => Assert.Contains(c.GetProperty("short_sha").GetString()!, text, StringComparison.Ordinal));
        Assert.Equal(commits.Count(c => c.GetProperty("traces").GetArrayLength() > 0), text.Count(c => c == '●'));
    }

    [Fact]
    public async Task One_trace_is_the_pivot_and_a_limit_cuts()
    {
        var pivot = (await RunAsync("--trace", sample.Traces[0], "--json")).Json();
        Assert.Equal(("trace", sample.Traces[0]), (pivot.GetProperty("mode").GetString(), pivot.GetProperty("pivot_trace_id").GetString()));
        Assert.All(pivot.GetProperty("commits").EnumerateArray(), c => Assert.Contains(c.GetProperty("traces").EnumerateArray(), t => t.GetProperty("trace_id").GetString() == sample.Traces[0]));
        var cut = (await RunAsync("--limit", "1", "--json")).Json();
        Assert.Equal((1, JsonValueKind.True), (cut.GetProperty("count").GetInt32(), cut.GetProperty("truncated").ValueKind));
    }

    [Fact]
    public async Task The_picture_goes_into_the_file_it_is_asked_into()
    {
        var file = sample.Cli.Folder["graph.svg"];
        Assert.Contains("drawn into " + file, (await RunAsync("--svg", file)).Text, StringComparison.Ordinal);
        Assert.Equal(file, (await RunAsync("--svg", file, "--json")).Json().GetProperty("svg").GetString());
        Assert.Equal("svg", XDocument.Load(file).Root!.Name.LocalName);
    }

    [Fact]
    public async Task A_picture_that_cannot_be_drawn_says_where()
    {
        foreach (var (name, said) in new[] { ("graph-folder", "is a folder"), ("no/such/folder/graph.svg", "cannot be written") })
        {
            Directory.CreateDirectory(sample.Cli.Folder["graph-folder"]);
            var result = await RunAsync("--svg", sample.Cli.Folder[name]);
            Assert.Equal((3, ""), (result.Code, result.Text));
            Assert.Contains(said, result.Error, StringComparison.Ordinal);
            Assert.Contains("--svg", result.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(2, "--limit", "0")]
    [InlineData(2, "--since", "yesterday")]
    [InlineData(6, "--trace", "00000000-0000-8000-8000-000000000000")]
    [InlineData(6, "--at", "no-such-branch")]
    public async Task What_cannot_be_shown_says_why(int code, params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.Equal((code, ""), (result.Code, result.Text));
        Assert.NotEmpty(result.Error);
    }

    private Task<CliResult> RunAsync(params string[] arguments) => sample.Cli.RunAsync(["trail", "graph", .. arguments]);
}
