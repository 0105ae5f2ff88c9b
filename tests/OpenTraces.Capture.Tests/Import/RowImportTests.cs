using System.Text;
using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;
using static OpenTraces.Capture.Tests.Harnesses.Hermes.HermesLines;

namespace OpenTraces.Capture.Tests.Import;

public sealed class RowImportTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly InMemoryTraceStore _store = new();

    public void Dispose() => _folder.Dispose();

    private async Task<List<ImportResult>> Import(string path, string? agent = null)
    {
        var results = new List<ImportResult>();
        await foreach (var result in new TraceCapture(_store).ImportAsync([path], new ImportOptions { Agent = agent, MaxLineBytes = 100_000 }))
            results.Add(result);
        return results;
    }

    private static string Ask(string text) => Row(",\"completed\":true,\"partial\":false", ("human", text), ("gpt", "<think>\n</think>\n" + text + "!"));

    private async Task<byte[]> Raw(ImportResult result)
    {
        using var raw = (await _store.OpenRawAsync(result.Receipt!.TraceId))!;
        using var copy = new MemoryStream();
        await raw.CopyToAsync(copy);
        return copy.ToArray();
    }

    [Fact]
    public async Task Every_row_is_a_trace_with_the_bytes_of_its_line_as_its_source()
    {
        var rows = new[] { Ask("one"), Ask("zwei \u00FC"), Ask("three") };
        var results = await Import(_folder.Write("data.jsonl", "\uFEFF" + rows[0] + "\r\n\n  \n" + rows[1] + "\n" + rows[2]));

        Assert.Equal([1, 4, 5], results.Select(r => r.Line));
        Assert.Equal(["data:0", "data:1", "data:2"], results.Select(r => r.Trace!.SessionId));
        Assert.Equal(3, results.Select(r => r.Receipt!.TraceId).Distinct().Count());
        Assert.All(results, r => Assert.Equal((1, 1), (r.Report!.Lines.Total, r.Report.Lines.Mapped)));
        for (var i = 0; i < rows.Length; i++)
            Assert.Equal(rows[i], Encoding.UTF8.GetString(await Raw(results[i])));
        Assert.Equal("runtime", (await _store.FindAsync(results[0].Receipt!.TraceId))!.ExecutionContext);
    }

    [Fact]
    public async Task Again_is_unchanged_and_rows_added_are_new_traces()
    {
        var path = _folder.Write("data.jsonl", Ask("one") + "\n");
        await Import(path);
        File.AppendAllText(path, Ask("two") + "\n");
        Assert.Equal([IngestOutcome.Unchanged, IngestOutcome.Imported], (await Import(path)).Select(r => r.Receipt!.Outcome));
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_costs_no_other_row_and_keeps_its_place()
    {
        var tooLong = Ask(new string('x', 200_000));
        var results = await Import(_folder.Write("data.jsonl", string.Join('\n', Ask("one"), "{\"conversations\":[", Row(",\"completed\":true,\"partial\":false"), tooLong, Ask("five")) + "\n"));

        Assert.Equal([null, OpenTracesErrorCode.InvalidTrace, null, OpenTracesErrorCode.InvalidTrace, null], results.Select(r => r.Error?.Code));
        Assert.Equal([1, 2, 3, 4, 5], results.Select(r => r.Line));
        Assert.Equal("empty", results[2].UnsupportedFormat);
        Assert.Contains("Line 2 of", results[1].Error!.Message, StringComparison.Ordinal);
        Assert.Contains("(invalid_json)", results[1].Error!.Message, StringComparison.Ordinal);
        Assert.Equal("data:4", results[4].Trace!.SessionId);
    }

    [Theory]
    [InlineData("hermes")]
    [InlineData("hermes-agent")]
    public async Task A_plain_conversation_is_read_when_it_is_called_one_of_Hermes(string agent)
    {
        var path = _folder.Write("plain.jsonl", Row("", ("human", "Hi"), ("gpt", "Yes")) + "\n");
        Assert.Equal("json", Assert.Single(await Import(path)).UnsupportedFormat);
        Assert.Equal(("hermes-agent", 2), Assert.Single(await Import(path, agent)).Trace is { } trace ? (trace.Agent, trace.Steps) : default);
    }

    [Fact]
    public async Task A_row_is_kept_before_the_next_is_read()
    {
        var path = _folder.Write("data.jsonl", string.Join('\n', Enumerable.Range(0, 50).Select(i => Ask($"row {i}"))));
        var taken = 0;
        await foreach (var result in new TraceCapture(_store).ImportAsync([path]))
        {
            var held = 0;
            await foreach (var trace in _store.ListAsync())
                held += trace.TraceId == default ? 0 : 1;
            Assert.Equal(++taken, held);
            if (taken == 10)
                break;
        }
    }
}
