using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Ingest;

public class RepeatedImportTests
{
    [Fact]
    public async Task Importing_everything_again_touches_no_file()
    {
        await using var open = await OpenBucket.CreateAsync();
        var session = Some.Session("growing", steps: 60);
        CapturedTrace[] traces = [Some.Trace("a"), Some.Trace("b", steps: 80), session.Build(20), session.Build(60)];
        foreach (var trace in traces)
            await open.Bucket.AddAsync(trace);
        await open.CloseAsync();
        var before = open.Files(withIndex: true);

        await open.ReopenAsync();
        foreach (var trace in traces)
            Assert.Equal(IngestOutcome.Unchanged, (await open.Bucket.AddAsync(trace)).Outcome);
        await open.CloseAsync();
        Assert.Equal(before, open.Files(withIndex: true));
    }

    [Fact]
    public async Task A_source_whose_digest_is_held_is_not_read_again()
    {
        await using var open = await OpenBucket.CreateAsync();
        var trace = Some.Trace();
        await open.Bucket.AddAsync(trace);
        var unreadable = trace with
        {
            Sources = [trace.Sources[0] with { Open = () => throw new InvalidOperationException("not again") }],
        };
        Assert.Equal(IngestOutcome.Unchanged, (await open.Bucket.AddAsync(unreadable)).Outcome);
    }

    [Fact]
    public async Task A_file_that_vanished_while_it_was_read_is_a_changed_source()
    {
        await using var open = await OpenBucket.CreateAsync();
        var trace = Some.Trace();
        var gone = trace with { Sources = [trace.Sources[0] with { Open = () => File.OpenRead(open["no-such-file"]) }] };
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await open.Bucket.AddAsync(gone));
        Assert.Equal(OpenTracesErrorCode.SourceChanged, error.Code);
        Assert.DoesNotContain("Why does the parser", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_companion_that_grew_alone_is_a_new_generation()
    {
        await using var open = await OpenBucket.CreateAsync();
        var trace = Some.Trace();
        CapturedTrace With(string companion) => trace with { Sources = [trace.Sources[0], Some.Source(companion, "agents/a.jsonl")] };
        await open.Bucket.AddAsync(With("one\n"));
        Assert.Equal((IngestOutcome.Updated, 2), Answer(await open.Bucket.AddAsync(With("one\ntwo\n"))));
        Assert.Equal((IngestOutcome.Unchanged, 3), Answer(await open.Bucket.AddAsync(With("one\nt"))));
        Assert.Equal((IngestOutcome.Unchanged, 4), Answer(await open.Bucket.AddAsync(trace)));

        static (IngestOutcome, int) Answer(IngestReceipt receipt) => (receipt.Outcome, receipt.Generation);
    }

    [Fact]
    public async Task A_cancellation_in_the_middle_of_a_source_keeps_nothing()
    {
        await using var open = await OpenBucket.CreateAsync();
        using var cancellation = new CancellationTokenSource();
        var trace = Some.Trace(steps: 400);
        var source = trace.Sources[0];
        var interrupted = trace with
        {
            Sources = [source with { Open = () => { cancellation.Cancel(); return source.Open(); } }],
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await open.Bucket.AddAsync(interrupted, cancellation.Token));
        await open.ReopenAsync();
        Assert.Null(await open.Bucket.FindAsync(trace.Key.ToTraceId()));
        Assert.Equal(IngestOutcome.Imported, (await open.Bucket.AddAsync(trace)).Outcome);
    }

    [Fact]
    public async Task Forty_adders_of_one_growing_session_lose_no_generation()
    {
        await using var open = await OpenBucket.CreateAsync();
        await using var second = await TraceBucket.OpenAsync(open.Path);
        var session = Some.Session("growing", steps: 40);
        var rewound = Some.Session("growing", steps: 8);
        rewound.User("or rather this");
        await Task.WhenAll(Enumerable.Range(1, 40).Select(i => Task.Run(async () =>
            await (i % 2 == 0 ? open.Bucket : second).AddAsync(i == 20 ? rewound.Build() : session.Build(i)))));
        var id = session.Build().Key.ToTraceId();
        var summary = await second.FindSummaryAsync(id);
        Assert.Equal(40, summary!.Steps);
        var raw = new List<long>();
        for (var g = 1; g <= summary.Generations; g++)
        {
            await using var stream = await open.Bucket.OpenRawAsync(id, g);
            raw.Add(stream!.Length);
        }

        Assert.Contains(session.Build().Sources[0].Length, raw);
        Assert.Contains(rewound.Build().Sources[0].Length, raw);
        Assert.Equal(raw.Distinct().Count(), raw.Count);
    }

    [Fact]
    public async Task Any_order_of_growing_copies_gives_one_trace_and_the_same_served_record()
    {
        var session = Some.Session("growing", steps: 24);
        var random = new Random(4);
        for (var round = 0; round < 6; round++)
        {
            await using var open = await OpenBucket.CreateAsync();
            int[] order = [4, 8, 12, 16, 20, 24];
            random.Shuffle(order);
            foreach (var steps in order)
                await open.Bucket.AddAsync(session.Build(steps));
            var listed = new List<TraceSummary>();
            await foreach (var summary in open.Bucket.ListAsync())
                listed.Add(summary);
            Assert.Equal(24, Assert.Single(listed).Steps);
            Assert.Equal(24, (await open.Bucket.FindAsync(listed[0].TraceId))!.Steps.Count);
        }
    }
}
