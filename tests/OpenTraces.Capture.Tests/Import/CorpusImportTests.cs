using OpenTraces.Bucket;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Capture.Tests.Import;

public class CorpusImportTests
{
    private static async Task<List<ImportResult>> Import(ITraceStore store, IEnumerable<string> paths)
    {
        var results = new List<ImportResult>();
        await foreach (var result in new TraceCapture(store).ImportAsync(paths))
            results.Add(result);
        return results;
    }

    [Fact]
    public async Task The_whole_corpus_is_imported_and_a_second_time_nothing_changes()
    {
        var root = Corpus.RequireRoot();
        var store = new InMemoryTraceStore();
        var results = await Import(store, [root]);
        Assert.DoesNotContain(results, r => r.Error is not null);
        foreach (var result in results)
        {
            var path = Path.GetRelativePath(root, result.Path).Replace('\\', '/');
            var told = result.Trace?.Agent ?? "unsupported:" + result.UnsupportedFormat;
            Assert.True(told == CorpusFormatTests.Table[path], $"{path}: {told}");
            Assert.True(result.Report is null || result.Report.Lines.Total > 0, path);
        }

        Assert.Equal(CorpusFormatTests.Table.Count, results.Count);
        Assert.All(await Import(store, [root]), r => Assert.True(r.Receipt is null or { Outcome: IngestOutcome.Unchanged }, r.Path));
    }

    [Theory]
    [InlineData("snapshots/codex")]
    [InlineData("snapshots/pi")]
    [InlineData("snapshots/claude-code")]
    public async Task Copies_of_a_growing_session_are_one_trace_in_whatever_order_they_are_read(string folder)
    {
        var copies = Corpus.Files().Where(f => f.StartsWith(folder + "/", StringComparison.Ordinal)).Select(Corpus.Require).ToList();
        foreach (var order in new[] { copies, [.. Enumerable.Reverse(copies)] })
        {
            var results = await Import(new InMemoryTraceStore(), order);
            Assert.Single(results.Select(r => r.Receipt!.TraceId).Distinct());
        }
    }
}
