using System.Text.Json;
using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Cli.Tests.Commands;

public sealed class GetAsTests : IDisposable
{
    private readonly Cli _cli = new();

    public static TheoryData<string> Formats => [.. ExchangeFormat.All.Select(f => f.Name)];

    public void Dispose() => _cli.Dispose();

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_trace_is_printed_as_a_document_of_the_format_and_nothing_else(string name)
    {
        var id = await ImportAsync();
        var result = await _cli.RunAsync("trace", "get", id, "--as", name);
        Assert.Equal(0, result.Code);
        var record = TraceExchange.Read(ExchangeFormat.Find(name), result.Bytes, out _);
        if (name != "agent-trace")
            Assert.Contains(record.Steps, s => s.ToolCalls.Count > 0);
    }

    [Fact]
    public async Task The_loss_report_goes_to_the_file_it_is_asked_into()
    {
        var id = await ImportAsync();
        var told = await _cli.RunAsync("trace", "get", id, "--as", "messages");
        Assert.Contains("--loss FILE", told.Error, StringComparison.Ordinal);
        var quiet = await _cli.RunAsync("trace", "get", id, "--as", "messages", "--loss", _cli.Folder["loss.json"]);
        Assert.Equal("", quiet.Error);
        using var report = JsonDocument.Parse(await File.ReadAllBytesAsync(_cli.Folder["loss.json"], TestContext.Current.CancellationToken));
        Assert.Equal("opentraces.exchange.loss.v1", report.RootElement.GetProperty("schema_version").GetString());
        Assert.Contains(report.RootElement.GetProperty("entries").EnumerateArray(), e => e.GetProperty("path").GetString() == "session_id");
    }

    [Fact]
    public async Task A_report_that_cannot_be_written_is_one_line_and_nothing_is_printed()
    {
        var id = await ImportAsync();
        var result = await _cli.RunAsync("trace", "get", id, "--as", "messages", "--loss", _cli.Folder["no/such/loss.json"]);
        Assert.NotEqual(0, result.Code);
        Assert.Empty(result.Bytes);
        Assert.Contains("--loss", Assert.Single(result.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_alone_is_refused()
    {
        var result = await _cli.RunAsync("trace", "get", await ImportAsync() + ":1", "--as", "atif");
        Assert.Equal(2, result.Code);
    }

    private async Task<string> ImportAsync()
    {
        var path = _cli.Folder.Write("work/rollout-a.jsonl", CodexText.Session());
        var answer = (await _cli.RunAsync("capture", "import", path, "--json")).Json();
        return answer.GetProperty("traces")[0].GetProperty("trace_id").GetString()!;
    }
}
