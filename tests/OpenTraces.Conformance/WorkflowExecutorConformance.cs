using OpenTraces.Bucket;
using OpenTraces.Datasets;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Conformance;

/// <summary>The guarantees of <see cref="IWorkflowExecutor"/>, for every implementation.</summary>
public abstract class WorkflowExecutorConformance
{
    /// <summary>A workflow that emits at least one row per trace of the store.</summary>
    protected const string Rows = "rows";

    /// <summary>A workflow that emits one row and then fails.</summary>
    protected const string Fails = "fails";

    /// <summary>A workflow that asks the question <see cref="Question"/> until it is answered, and then emits one row.</summary>
    protected const string Asks = "asks";

    protected const string Question = "question-1";

    /// <summary>An executor over the store that knows the three workflows.</summary>
    protected abstract IWorkflowExecutor Create(ITraceStore store);

    [Fact]
    public async Task Rows_come_in_the_same_order_whatever_order_the_store_lists_traces_in()
    {
        var forward = await RunAsync(await StoreAsync(["a", "b", "c"]), Rows);
        var again = await RunAsync(await StoreAsync(["a", "b", "c"]), Rows);
        var backward = await RunAsync(await StoreAsync(["c", "b", "a"]), Rows);

        Assert.True(forward.Rows.Count >= 3);
        Assert.Equal(forward.Rows, again.Rows);
        Assert.Equal(forward.Rows, backward.Rows);
    }

    [Fact]
    public async Task The_outcome_counts_rows_and_traces()
    {
        var run = await RunAsync(await StoreAsync(["a", "b"]), Rows);

        Assert.Equal(run.Rows.Count, run.Outcome.Emitted);
        Assert.Equal(2, run.Outcome.Candidates);
    }

    [Fact]
    public async Task Every_row_is_an_object() =>
        Assert.All((await RunAsync(await StoreAsync(["a"]), Rows)).Rows, row => Assert.Equal(System.Text.Json.JsonValueKind.Object, row.Kind));

    [Fact]
    public async Task A_limit_ends_the_run()
    {
        var run = await RunAsync(await StoreAsync(["a", "b", "c"]), Rows, packet => packet with { Limit = 2 });

        Assert.Equal(2, run.Rows.Count);
        Assert.Equal(2, run.Outcome.Emitted);
    }

    [Fact]
    public async Task Only_the_trace_of_the_packet_is_read()
    {
        var store = await StoreAsync(["a", "b"]);
        var wanted = Some.Trace("b").Key.ToTraceId();

        var run = await RunAsync(store, Rows, packet => packet with { Trace = wanted });

        Assert.Equal(1, run.Outcome.Candidates);
    }

    [Fact]
    public async Task A_workflow_that_fails_gives_an_exception() =>
        Assert.IsNotType<OperationCanceledException>(await Assert.ThrowsAnyAsync<Exception>(async () => await RunAsync(await StoreAsync(["a"]), Fails)));

    [Fact]
    public async Task A_workflow_nobody_knows_gives_an_exception() =>
        await Assert.ThrowsAsync<OpenTracesException>(async () => await RunAsync(await StoreAsync(["a"]), "no-such-workflow"));

    [Fact]
    public async Task A_question_comes_back_and_an_answer_settles_it()
    {
        var store = await StoreAsync(["a"]);

        var open = await RunAsync(store, Asks);
        var answered = await RunAsync(store, Asks, packet => packet with { Answers = [new JudgmentAnswer { Id = Question, Decision = "yes" }] });

        Assert.Equal(Question, Assert.Single(open.Outcome.Requests).Id);
        Assert.Empty(answered.Outcome.Requests);
        Assert.Single(answered.Rows);
    }

    [Fact]
    public async Task Cancellation_gets_out()
    {
        using var source = new CancellationTokenSource();
        var store = await StoreAsync(["a", "b", "c"]);
        var sink = new Sink(() => source.Cancel());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Create(store).ExecuteAsync(Packet(Rows), sink, source.Token));

        Assert.Single(sink.Rows);
    }

    private static async Task<ITraceStore> StoreAsync(string[] sessions)
    {
        var store = new InMemoryTraceStore();
        foreach (var session in sessions)
            await store.AddAsync(Some.Trace(session));
        return store;
    }

    private async Task<(IReadOnlyList<RawJson> Rows, WorkflowOutcome Outcome)> RunAsync(
        ITraceStore store, string workflow, Func<RunPacket, RunPacket>? change = null)
    {
        var sink = new Sink();
        var packet = Packet(workflow);
        var outcome = await Create(store).ExecuteAsync(change is null ? packet : change(packet), sink, TestContext.Current.CancellationToken);
        return (sink.Rows, outcome);
    }

    private static RunPacket Packet(string workflow) => new()
    {
        RunId = "run_1",
        Dataset = "dataset",
        Workflow = workflow,
        WorkflowDigest = "sha256:" + new string('0', 64),
    };

    private sealed class Sink(Action? onRow = null) : IRowSink
    {
        public List<RawJson> Rows { get; } = [];

        public ValueTask EmitAsync(RawJson row, CancellationToken cancellationToken = default)
        {
            Rows.Add(row);
            onRow?.Invoke();
            return ValueTask.CompletedTask;
        }
    }
}
