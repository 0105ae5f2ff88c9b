using System.Runtime.CompilerServices;
using OpenTraces.Bucket;
using OpenTraces.Conformance;
using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Datasets.Tests.Executors;

public sealed class InProcessExecutorConformance : WorkflowExecutorConformance
{
    protected override IWorkflowExecutor Create(ITraceStore store) => new InProcessExecutor(store, [Of(Rows, RowsAsync), Of(Fails, FailAsync), Of(Asks, AskAsync)]);

    private static Workflow Of(string name, Func<WorkflowContext, CancellationToken, IAsyncEnumerable<RawJson>> rows) =>
        new() { Name = name, Version = "1", Description = name, RowSchema = RawJson.EmptyObject, Rows = rows };

    private static async IAsyncEnumerable<RawJson> RowsAsync(WorkflowContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var trace in context.ReadTracesAsync(cancellationToken))
            yield return RawJson.Parse($$"""{"id":"{{trace.TraceId}}"}""");
    }

    private static async IAsyncEnumerable<RawJson> FailAsync(WorkflowContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return RawJson.EmptyObject;
        await Task.Yield();
        throw new InvalidOperationException("half way");
    }

    private static async IAsyncEnumerable<RawJson> AskAsync(WorkflowContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (context.Answers.Any(a => a.Id == Question))
        {
            yield return RawJson.EmptyObject;
            yield break;
        }

        context.Ask(new JudgmentRequest
        {
            Id = Question,
            Kind = "same_outcome",
            WindowStart = 0,
            WindowEnd = 1,
            CandidateStep = 1,
            Prompt = "?",
            Decisions = ["yes", "no"],
        });
    }
}

public sealed class ExecutorCoverageTests
{
    [Fact]
    public void Every_executor_of_the_package_has_a_conformance_suite()
    {
        var executors = typeof(IWorkflowExecutor).Assembly.GetTypes()
            .Where(t => t is { IsClass: true, IsAbstract: false } && typeof(IWorkflowExecutor).IsAssignableFrom(t));

        Assert.Equal([typeof(InProcessExecutor)], executors);
    }
}
