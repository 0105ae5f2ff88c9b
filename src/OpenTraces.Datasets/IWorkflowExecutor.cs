using System.Diagnostics.CodeAnalysis;

namespace OpenTraces.Datasets;

/// <summary>A way of running a workflow: in process, as a script, by handing it to an agent.</summary>
/// <remarks>
/// Every implementation guarantees, and <c>WorkflowExecutorConformance</c> tests:
/// (1) rows reach the sink in a fixed order for the same packet and store;
/// (2) a workflow that fails gives an exception, and the rows it had emitted are discarded by the caller;
/// (3) questions it cannot answer come back in <see cref="WorkflowOutcome.Requests"/>, never as a guess;
/// (4) it publishes nothing and writes nothing but rows.
/// </remarks>
[Experimental("OT0001")]
public interface IWorkflowExecutor
{
    /// <summary>The name a dataset's manifest uses, for example <c>in-process</c>.</summary>
    string Name { get; }

    /// <summary>Runs the workflow of the packet.</summary>
    Task<WorkflowOutcome> ExecuteAsync(RunPacket packet, IRowSink rows, CancellationToken cancellationToken = default);
}
