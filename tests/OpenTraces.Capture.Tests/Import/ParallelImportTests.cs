using System.Globalization;
using OpenTraces.Bucket;
using OpenTraces.Capture.Tests.Harnesses.CodexCli;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Capture.Tests.Import;

public sealed class ParallelImportTests : IDisposable
{
    private const int Sessions = 8;
    private const int States = 6;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_read_side_by_side_give_what_they_give_one_after_the_other()
    {
        WriteGrowingSessions();
        _folder.Write("t/empty.jsonl", "");
        _folder.Write("t/notes.txt", "not a session");
        var alone = await ImportAsync(1);
        var together = await ImportAsync(16);
        Assert.Equal(alone.Results, together.Results);
        Assert.Equal(alone.Traces, together.Traces);
        Assert.Equal((Sessions * States) + 2, alone.Results.Count);
        Assert.Equal(Sessions, together.Results.Count(r => r.Outcome == IngestOutcome.Imported));
        Assert.Equal(Sessions * (States - 1), together.Results.Count(r => r.Outcome == IngestOutcome.Updated));
    }

    [Fact]
    public async Task States_of_one_session_are_kept_in_the_order_of_their_files_though_a_later_one_is_read_first()
    {
        // The first is the longest to read; the store sees it first all the same.
        var path = _folder.Write("a.jsonl", Session("1", 400) + "{\"torn");
        var later = _folder.Write("b.jsonl", Session("1", 2));
        var results = new List<ImportResult>();
        await foreach (var result in new TraceCapture(new InMemoryTraceStore()).ImportAsync([path, later], new ImportOptions { MaxParallelFiles = 2 }))
            results.Add(result);
        Assert.Equal([(path, IngestOutcome.Imported, 1), (later, IngestOutcome.Unchanged, 2)],
            results.Select(r => (r.Path, r.Receipt!.Outcome, r.Receipt.Generation)));
    }

    [Fact]
    public async Task Whoever_stops_asking_gets_no_more_than_the_files_under_way()
    {
        WriteGrowingSessions();
        var store = new InMemoryTraceStore();
        await foreach (var result in new TraceCapture(store).ImportAsync([_folder["t"]], new ImportOptions { MaxParallelFiles = 3 }))
        {
            Assert.NotNull(result.Receipt);
            break;
        }

        var events = 0;
        await foreach (var one in store.ReadEventsAsync())
            events++;
        Assert.InRange(events, 1, 3);
    }

    [Fact]
    public async Task A_large_file_is_alone()
    {
        var store = new CountingStore(new InMemoryTraceStore());
        for (var i = 0; i < 4; i++)
            _folder.Write($"{i}.jsonl", Session(Name(i), 10) + "{\"torn" + new string(' ', 5 << 20));
        var results = 0;
        await foreach (var result in new TraceCapture(store).ImportAsync([_folder.Root], new ImportOptions { MaxParallelFiles = 4 }))
            results += result.Receipt is null ? 0 : 1;
        Assert.Equal((4, 1), (results, store.MostAtOnce));
    }

    [Fact]
    public async Task Fewer_than_one_file_at_a_time_is_refused() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () =>
        {
            await foreach (var result in new TraceCapture(new InMemoryTraceStore()).ImportAsync([_folder.Root], new ImportOptions { MaxParallelFiles = 0 }))
                Assert.Fail("nothing may be imported");
        });

    private static string Name(int number) => number.ToString("D4", CultureInfo.InvariantCulture);

    private static string Session(string name, int prompts)
    {
        var lines = CodexCliLines.Started();
        for (var i = 0; i < prompts; i++)
            lines.Prompt($"Prompt {i} of {name}");
        return lines.Text.Replace(CodexCliLines.Id, $"0199a213-81c0-7800-8aa1-{name.PadLeft(12, '0')}", StringComparison.Ordinal);
    }

    private void WriteGrowingSessions()
    {
        for (var state = 0; state < States; state++)
        {
            for (var i = 0; i < Sessions; i++)
                _folder.Write($"t/{state}/{Name(i)}.jsonl", Session(Name(i), (state + 1) * 20));
        }
    }

    private async Task<(List<(string Path, string? Format, IngestOutcome? Outcome, int? Generation)> Results, List<string> Traces)> ImportAsync(int parallel)
    {
        await using var bucket = await TraceBucket.OpenAsync(_folder[$"bucket-{parallel}"]);
        List<(string, string?, IngestOutcome?, int?)> results = [];
        await foreach (var result in new TraceCapture(bucket).ImportAsync([_folder["t"]], new ImportOptions { MaxParallelFiles = parallel }))
        {
            Assert.Null(result.Error);
            results.Add((result.Path, result.UnsupportedFormat, result.Receipt?.Outcome, result.Receipt?.Generation));
        }

        var traces = new List<string>();
        await foreach (var trace in bucket.ListAsync())
            traces.Add($"{trace.TraceId} {trace.Generations} {(await bucket.FindAsync(trace.TraceId))!.Steps.Count}");
        traces.Sort(StringComparer.Ordinal);
        return (results, traces);
    }
}
