using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Conformance;

/// <summary>The guarantees of <see cref="ITraceStore"/>, for every implementation. The numbers are those of its comment.</summary>
public abstract partial class TraceStoreConformance
{
    /// <summary>An empty store.</summary>
    protected abstract ValueTask<ITraceStore> CreateAsync();

    /// <summary>Another instance over the same data, as another process would have it.</summary>
    protected abstract ValueTask<ITraceStore> OpenAnotherAsync(ITraceStore store);

    /// <summary>
    /// Changes the bytes at rest of everything that was added; false where the implementation has no such bytes.
    /// </summary>
    protected virtual bool Damage() => false;

    [Fact]
    public async Task Guarantee_1_what_was_added_can_be_read_by_another_instance()
    {
        var store = await CreateAsync();
        var trace = Some.Trace(steps: 30);
        var receipt = await store.AddAsync(trace);
        var other = await OpenAnotherAsync(store);

        Assert.Equal(IngestOutcome.Imported, receipt.Outcome);
        Assert.Equal(trace.Key.ToTraceId(), receipt.TraceId);
        Assert.Equal((1, 1), (receipt.Generation, receipt.ServedGeneration));
        var record = await other.FindAsync(receipt.TraceId);
        Assert.NotNull(record);
        Assert.Equal(trace.Record.Steps.Select(s => s.Content), record.Steps.Select(s => s.Content));
        Assert.Equal(trace.Record.Patches.Select(p => p.PatchId), record.Patches.Select(p => p.PatchId));
        Assert.Equal(trace.Patches.SelectMany(p => p.Content.Added),
            (await Collect(other.ReadPatchesAsync(receipt.TraceId))).SelectMany(p => p.Content.Added));
    }

    [Fact]
    public async Task Guarantee_1_an_instance_that_was_open_before_sees_it_too()
    {
        var store = await CreateAsync();
        var other = await OpenAnotherAsync(store);
        var receipt = await store.AddAsync(Some.Trace());
        Assert.NotNull(await other.FindAsync(receipt.TraceId));
        Assert.NotNull(await other.FindSummaryAsync(receipt.TraceId));
        Assert.Single(await Collect(other.ListAsync()));
    }

    [Fact]
    public async Task Guarantee_2_readers_see_whole_generations_while_a_writer_adds_more()
    {
        var store = await CreateAsync();
        var session = Some.Session(steps: 120);
        var id = session.Build().Key.ToTraceId();
        var other = await OpenAnotherAsync(store);
        var writer = Task.Run(async () =>
        {
            for (var steps = 10; steps <= 120; steps += 10)
                await store.AddAsync(session.Build(steps));
        });
        do
        {
            if (await other.FindAsync(id) is { } record)
            {
                Assert.Equal(record.Metrics.TotalSteps, record.Steps.Count);
                Assert.Equal(0, record.Steps.Count % 10);
            }
        }
        while (!writer.IsCompleted);
        await writer;
        Assert.Equal(120, (await other.FindAsync(id))!.Steps.Count);
    }

    [Fact]
    public async Task Guarantee_3_the_same_bytes_again_change_nothing()
    {
        var store = await CreateAsync();
        await store.AddAsync(Some.Trace());
        var events = await Collect(store.ReadEventsAsync());
        var again = await store.AddAsync(Some.Trace());
        Assert.Equal(IngestOutcome.Unchanged, again.Outcome);
        Assert.Equal(1, again.Generation);
        Assert.Equal(events.Count, (await Collect(store.ReadEventsAsync())).Count);
    }

    [Fact]
    public async Task Guarantee_3_the_beginning_of_a_held_generation_changes_nothing_that_is_served()
    {
        var store = await CreateAsync();
        var session = Some.Session(steps: 40);
        await store.AddAsync(session.Build(20));
        await store.AddAsync(session.Build(40));
        var served = await store.FindAsync(session.Build(40).Key.ToTraceId());
        var receipt = await store.AddAsync(session.Build(30));
        Assert.Equal(IngestOutcome.Unchanged, receipt.Outcome);
        Assert.Equal((3, 2), (receipt.Generation, receipt.ServedGeneration));
        Assert.Equal(TraceJson.Serialize(served!), TraceJson.Serialize((await store.FindAsync(receipt.TraceId))!));
        Assert.Equal(1, (await store.AddAsync(session.Build(20))).Generation);
        Assert.Equal(3, (await store.AddAsync(session.Build(30))).Generation);
        Assert.Equal(4, (await store.AddAsync(session.Build(25))).Generation);
    }

    [Fact]
    public async Task Guarantee_4_a_grown_session_is_a_new_generation()
    {
        var store = await CreateAsync();
        var session = Some.Session(steps: 40);
        await store.AddAsync(session.Build(20));
        var receipt = await store.AddAsync(session.Build(40));
        Assert.Equal(IngestOutcome.Updated, receipt.Outcome);
        Assert.Equal((2, 2), (receipt.Generation, receipt.ServedGeneration));
        var record = await store.FindAsync(receipt.TraceId);
        Assert.Equal(40, record!.Steps.Count);
        Assert.Equal(2, record.GenerationIndex);
        var summary = await store.FindSummaryAsync(receipt.TraceId);
        Assert.Equal((2, 2, 40), (summary!.Generation, summary.Generations, summary.Steps));
    }

    [Fact]
    public async Task Guarantee_4_the_served_generation_does_not_depend_on_the_order_of_arrival()
    {
        var early = Some.Session(steps: 30);
        var late = Some.Session(steps: 12);
        late.Delay = 500;
        late.User("Let us go back and try something else.").Agent("Another way, then.");
        CapturedTrace[] copies = [early.Build(8), early.Build(20), early.Build(30), late.Build(14)];

        foreach (int[] order in new int[][] { [0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2] })
        {
            var store = await CreateAsync();
            var served = 0;
            foreach (var copy in order)
                served = (await store.AddAsync(copies[copy])).ServedGeneration;
            var listed = Assert.Single(await Collect(store.ListAsync()));
            Assert.Equal(served, listed.Generation);
            Assert.Equal(late.Build().Record.TimestampEnd, listed.TimestampEnd);
            Assert.Equal(14, (await store.FindAsync(listed.TraceId))!.Steps.Count);
        }
    }

    [Fact]
    public async Task Guarantee_4_a_longer_copy_is_served_even_when_its_clock_went_back()
    {
        var session = Some.Session(steps: 10);
        session.Delay = -500;
        session.User("The clock of this machine was set back.");
        foreach (int[] order in new int[][] { [10, 11], [11, 10] })
        {
            var store = await CreateAsync();
            foreach (var steps in order)
                await store.AddAsync(session.Build(steps));
            Assert.Equal(11, (await store.FindAsync(session.Build().Key.ToTraceId()))!.Steps.Count);
        }
    }

    [Fact]
    public async Task Guarantee_5_every_generation_and_source_comes_back_byte_for_byte()
    {
        var store = await CreateAsync();
        var session = Some.Session(steps: 50);
        var note = Some.Source("a\0b\r\nc"u8.ToArray(), "notes/todo.md");
        int[] arrivals = [10, 25, 50, 17];
        foreach (var steps in arrivals)
        {
            var trace = session.Build(steps);
            await store.AddAsync(trace with { Sources = [.. trace.Sources, note] });
        }

        var id = session.Build().Key.ToTraceId();
        for (var generation = 1; generation <= arrivals.Length; generation++)
        {
            var expected = await Bytes(session.Build(arrivals[generation - 1]).Sources[0].Open());
            Assert.Equal(expected, await Bytes(await store.OpenRawAsync(id, generation)));
            Assert.Equal("a\0b\r\nc"u8.ToArray(), await Bytes(await store.OpenRawAsync(id, generation, "notes/todo.md")));
        }

        Assert.Equal(await Bytes(session.Build().Sources[0].Open()), await Bytes(await store.OpenRawAsync(id)));
    }

    [Fact]
    public async Task Guarantee_6_damaged_bytes_are_reported_and_never_returned()
    {
        var store = await CreateAsync();
        var trace = Some.Trace(steps: 60);
        var id = (await store.AddAsync(trace)).TraceId;
        if (store is IAsyncDisposable open)
            await open.DisposeAsync();
        Assert.SkipUnless(Damage(), "this store has no bytes at rest");

        var error = await Assert.ThrowsAsync<OpenTracesException>(async () =>
        {
            var other = await OpenAnotherAsync(store);
            Assert.Equal(await Bytes(trace.Sources[0].Open()), await Bytes(await other.OpenRawAsync(id)));
        });
        Assert.Equal(OpenTracesErrorCode.StoreCorrupt, error.Code);
    }

    [Fact]
    public async Task Guarantee_7_what_is_not_there_is_null_or_empty()
    {
        var store = await CreateAsync();
        var id = (await store.AddAsync(Some.Trace(steps: 5))).TraceId;
        var nobody = Some.Trace("another").Key.ToTraceId();
        Assert.Null(await store.FindAsync(nobody));
        Assert.Null(await store.FindSummaryAsync(nobody));
        Assert.Null(await store.OpenRawAsync(nobody));
        Assert.Null(await store.OpenRawAsync(id, generation: 2));
        Assert.Null(await store.OpenRawAsync(id, generation: 0));
        Assert.Null(await store.OpenRawAsync(id, source: "no-such-file"));
        Assert.Empty(await Collect(store.ReadStepsAsync(nobody, 1, 5)));
        Assert.Empty(await Collect(store.ReadStepsAsync(id, 6, 9)));
        Assert.Empty(await Collect(store.ReadStepsAsync(id, 3, 2)));
        Assert.Empty(await Collect(store.ReadPatchesAsync(nobody)));
        Assert.Empty(await Collect(store.ReadEventsAsync(after: 1_000)));
        Assert.Empty(await Collect(store.ListAsync(new TraceFilter { Agent = "nobody" })));
        Assert.Empty((await store.SearchAsync(new SearchQuery { Text = "nowheretobefound" })).Hits);
    }

    [Fact]
    public async Task Guarantee_8_many_additions_at_once_all_arrive()
    {
        var store = await CreateAsync();
        var other = await OpenAnotherAsync(store);
        var session = Some.Session("growing", steps: 40);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(async () =>
        {
            await (i % 2 == 0 ? store : other).AddAsync(Some.Trace($"session-{i}"));
            await (i % 2 == 0 ? other : store).AddAsync(session.Build(10 + (i % 4 * 10)));
        })));
        Assert.Equal(13, (await Collect(other.ListAsync())).Count);
        var grown = session.Build();
        Assert.Equal(40, (await store.FindAsync(grown.Key.ToTraceId()))!.Steps.Count);
        Assert.Equal(await Bytes(grown.Sources[0].Open()), await Bytes(await store.OpenRawAsync(grown.Key.ToTraceId())));
    }

    [Fact]
    public async Task Guarantee_8_a_cancelled_addition_leaves_nothing()
    {
        var store = await CreateAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.AddAsync(Some.Trace(), cancelled.Token));
        Assert.Empty(await Collect(store.ListAsync()));
        Assert.Null(await store.FindAsync(Some.Trace().Key.ToTraceId()));
    }

    [Fact]
    public async Task A_source_that_is_not_what_it_says_is_refused_whole()
    {
        var store = await CreateAsync();
        var trace = Some.Trace();
        foreach (var source in new[]
        {
            trace.Sources[0] with { Hash = ContentHash.Of("other"u8) },
            trace.Sources[0] with { Length = trace.Sources[0].Length + 1 },
        })
        {
            var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await store.AddAsync(trace with { Sources = [source] }));
            Assert.Equal(OpenTracesErrorCode.SourceChanged, error.Code);
            Assert.True(error.IsTransient);
        }

        Assert.Empty(await Collect(store.ListAsync()));
    }

    [Fact]
    public async Task Two_sessions_with_one_session_id_are_two_traces_that_name_each_other()
    {
        var store = await CreateAsync();
        var first = (await store.AddAsync(new SomeSession("same").User("one thing").Build())).TraceId;
        var second = (await store.AddAsync(new SomeSession("same").User("another thing").Build())).TraceId;
        Assert.NotEqual(first, second);
        Assert.Equal($"""["{second}"]""", (await Conflict(first)).ToString());
        Assert.Equal($"""["{first}"]""", (await Conflict(second)).ToString());
        var apart = (await store.AddAsync(new SomeSession("other").User("one thing").Build())).TraceId;
        Assert.False((await store.FindAsync(apart))!.Metadata.TryGetMember("identity_conflict"u8, out _));

        async Task<RawJson> Conflict(TraceId id) =>
            (await store.FindAsync(id))!.Metadata.TryGetMember("identity_conflict"u8, out var value) ? value : default;
    }

    [Fact]
    public async Task A_span_of_steps_includes_both_ends()
    {
        var store = await CreateAsync();
        var trace = Some.Trace(steps: 200);
        var id = (await store.AddAsync(trace)).TraceId;
        foreach (var (first, last) in new[] { (1, 1), (3, 9), (95, 130), (200, 200), (198, 500), (-3, 2) })
        {
            var expected = trace.Record.Steps.Where(s => s.StepIndex >= first && s.StepIndex <= last).Select(s => (s.StepIndex, s.Content));
            Assert.Equal(expected, (await Collect(store.ReadStepsAsync(id, first, last))).Select(s => (s.StepIndex, s.Content)));
        }
    }

    [Fact]
    public async Task A_newer_parser_replaces_the_reading_of_the_same_bytes()
    {
        var store = await CreateAsync();
        await store.AddAsync(Some.Trace());
        var session = Some.Session();
        session.ParserVersion = 2;
        var trace = session.Build();
        trace = trace with { Record = trace.Record with { Task = new TraceTask { Description = "read anew" } } };
        var receipt = await store.AddAsync(trace);
        Assert.Equal((IngestOutcome.Unchanged, 1), (receipt.Outcome, receipt.Generation));
        Assert.Equal("read anew", (await store.FindAsync(receipt.TraceId))!.Task.Description);
        Assert.Equal("read anew", (await store.FindSummaryAsync(receipt.TraceId))!.Title);

        await store.AddAsync(Some.Trace());
        Assert.Equal("read anew", (await store.FindAsync(receipt.TraceId))!.Task.Description);
    }

    [Fact]
    public async Task The_log_numbers_its_events_without_gaps()
    {
        var store = await CreateAsync();
        var trace = Some.Trace();
        await store.AddAsync(trace);
        await store.AddAsync(Some.Trace("another"));
        await store.SetTrailAsync(trace.Key.ToTraceId(), Some.Overlay(trace));
        var events = await Collect(store.ReadEventsAsync());
        Assert.Equal(Enumerable.Range(1, events.Count).Select(i => (long)i), events.Select(e => e.Sequence));
        Assert.Equal(["trace_ingested", "trace_ingested", "trail_set"], events.Select(e => e.Kind));
        Assert.Equal(events.Skip(1).Select(e => e.Hash), (await Collect(store.ReadEventsAsync(after: 1))).Select(e => e.Hash));
    }

    protected static async Task<List<T>> Collect<T>(IAsyncEnumerable<T> items)
    {
        var all = new List<T>();
        await foreach (var item in items)
            all.Add(item);
        return all;
    }

    protected static async Task<byte[]> Bytes(Stream? stream)
    {
        Assert.NotNull(stream);
        await using (stream)
        {
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy);
            return copy.ToArray();
        }
    }
}
