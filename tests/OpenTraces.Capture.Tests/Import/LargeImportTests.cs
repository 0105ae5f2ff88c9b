using System.Text;
using OpenTraces.Bucket;
using OpenTraces.Capture.Tests.Harnesses.CodexCli;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Capture.Tests.Import;

public sealed class LargeImportTests : IDisposable
{
    private static readonly ImportOptions Streaming = new() { MaxHeldBytes = 0 };
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static async Task<ImportResult> Import(ITraceStore store, string path, ImportOptions? options, CancellationToken cancellationToken = default)
    {
        await foreach (var result in new TraceCapture(store).ImportAsync([path], options, cancellationToken: cancellationToken))
            return result;
        throw new InvalidOperationException("no result");
    }

    private static string Session(int turns)
    {
        var lines = CodexCliLines.Started();
        for (var i = 0; i < turns; i++)
            lines = lines.Prompt($"turn {i}").Call($"c{i}", "exec_command", "{}").Output($"c{i}", $"output {i}").Tokens(10 * (i + 1), 4, 2);
        return lines.Text;
    }

    [Fact]
    public async Task A_file_that_is_too_large_to_hold_gives_the_same_trace()
    {
        var path = _folder.Write("s.jsonl", Session(60));
        var (held, streamed) = (new InMemoryTraceStore(), new InMemoryTraceStore());
        var first = await Import(held, path, null);
        var second = await Import(streamed, path, Streaming);
        Assert.Equal(first.Trace, second.Trace);
        Assert.Equal(120, second.Trace!.Steps);
        Assert.Equal(
            TraceJson.Serialize((await held.FindAsync(first.Receipt!.TraceId))!),
            TraceJson.Serialize((await streamed.FindAsync(second.Receipt!.TraceId))!));
    }

    [Fact]
    public async Task A_bucket_takes_the_steps_of_a_large_file_while_it_is_parsed_once()
    {
        var path = _folder.Write("s.jsonl", Session(60));
        var parser = new SeeingParser(new OpenTraces.Capture.Harnesses.HarnessCatalog().Named("codex-cli"));
        await using var bucket = await TraceBucket.OpenAsync(_folder["bucket"]);
        var held = new InMemoryTraceStore();
        var first = await Import(held, path, null);
        ImportResult? second = null;
        await foreach (var result in new TraceCapture(bucket, [parser]).ImportAsync([path], Streaming))
            second = result;
        Assert.Single(parser.Reopened);
        Assert.Equal(first.Trace, second!.Trace);
        Assert.Equal(
            TraceJson.Serialize((await held.FindAsync(first.Receipt!.TraceId))!),
            TraceJson.Serialize((await bucket.FindAsync(first.Receipt.TraceId))!));
        Assert.Equal(IngestOutcome.Unchanged, (await Import(bucket, path, Streaming)).Receipt!.Outcome);
        Assert.NotEmpty((await bucket.SearchAsync(new() { Text = "output 59" })).Hits);
    }

    [Fact]
    public async Task Real_sessions_give_the_same_record_either_way()
    {
        Corpus.RequireRoot();
        foreach (var file in Corpus.Files().Where((_, i) => i % 9 == 0).Select(Corpus.Require))
        {
            var (held, streamed) = (new InMemoryTraceStore(), new InMemoryTraceStore());
            var first = await Import(held, file, null);
            var second = await Import(streamed, file, Streaming);
            if (first.Receipt is null)
                continue;
            Assert.Equal(
                TraceJson.Serialize((await held.FindAsync(first.Receipt.TraceId))!),
                TraceJson.Serialize((await streamed.FindAsync(second.Receipt!.TraceId))!));
        }
    }

    [Theory]
    [InlineData("branched.jsonl")]
    [InlineData("branched.jsonl.zst")]
    public async Task A_session_of_branches_is_read_ahead_plain_or_compressed(string name)
    {
        var bytes = await File.ReadAllBytesAsync(
            Repository.PathOf("tests", "OpenTraces.Capture.Tests", "Harnesses", "Pi", "Fixtures", "branched.jsonl"));
        using var compressor = new ZstdSharp.Compressor(3);
        var path = _folder.Write(name, name.EndsWith(".zst", StringComparison.Ordinal) ? compressor.Wrap(bytes).ToArray() : bytes);
        var parser = new SeeingParser(new OpenTraces.Capture.Harnesses.HarnessCatalog().Named("pi"));
        var (held, streamed) = (new InMemoryTraceStore(), new InMemoryTraceStore());
        var first = await Import(held, path, null);
        await foreach (var result in new TraceCapture(streamed, [parser]).ImportAsync([path], Streaming))
            Assert.Null(result.Error);
        Assert.Equal(
            TraceJson.Serialize((await held.FindAsync(first.Receipt!.TraceId))!),
            TraceJson.Serialize((await streamed.FindAsync(first.Receipt.TraceId))!));
        Assert.Equal([bytes, bytes], parser.Reopened);
    }

    [Fact]
    public async Task A_file_that_changes_between_its_two_readings_is_read_anew()
    {
        var path = _folder.Write("s.jsonl", Session(3));
        var store = new RewritingStore(
            new InMemoryTraceStore(), times: 1, () => File.WriteAllText(path, Session(5).Replace("turn 0", "TURN 0", StringComparison.Ordinal)), passesOn: true);
        var result = await Import(store, path, Streaming);
        Assert.Null(result.Error);
        Assert.Equal((2, 10), (store.Calls, result.Trace!.Steps));
    }

    [Fact]
    public async Task A_file_that_grows_between_its_two_readings_is_kept_as_it_was_opened()
    {
        var path = _folder.Write("s.jsonl", Session(3));
        var store = new RewritingStore(new InMemoryTraceStore(), times: 1, () => File.WriteAllText(path, Session(5)), passesOn: true);
        var result = await Import(store, path, Streaming);
        Assert.Equal((1, 6), (store.Calls, result.Trace!.Steps));
    }

    [Fact]
    public async Task Whoever_stops_reading_steps_stops_the_parser()
    {
        var bytes = Encoding.UTF8.GetBytes(Session(200));
        var opened = new List<DisposalStream>();
        var replay = new OpenTraces.Capture.Import.StepReplay(
            new OpenTraces.Capture.Harnesses.HarnessCatalog().Named("codex-cli"),
            Some.Source(bytes) with
            {
                Open = () =>
                {
                    opened.Add(new DisposalStream(bytes));
                    return opened[^1];
                },
            },
            content => new SessionSource { FileName = "s.jsonl", Content = content });
        await foreach (var step in replay.ReadAsync(CancellationToken.None))
        {
            if (step.StepIndex == 2)
                break;
        }

        Assert.True(Assert.Single(opened).IsDisposed);
    }

    private sealed class DisposalStream(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public bool IsDisposed { get; private set; }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
