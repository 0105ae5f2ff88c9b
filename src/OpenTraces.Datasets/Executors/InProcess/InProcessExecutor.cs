using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Datasets;

/// <summary>Runs workflows that are functions of this process.</summary>
public sealed class InProcessExecutor : IWorkflowExecutor
{
    /// <summary>The name in a manifest: <c>in-process</c>.</summary>
    public const string ExecutorName = "in-process";

    private readonly ITraceStore _store;
    private readonly IReadOnlyList<Workflow> _workflows;

    /// <summary>Runs these workflows over a store; of two with one name the first is meant.</summary>
    public InProcessExecutor(ITraceStore store, IEnumerable<Workflow> workflows)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(workflows);
        _store = store;
        _workflows = [.. workflows];
    }

    /// <inheritdoc/>
    public string Name => ExecutorName;

    /// <inheritdoc/>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.NotFound"/>: no workflow has the packet's name.</exception>
    public async Task<WorkflowOutcome> ExecuteAsync(RunPacket packet, IRowSink rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(packet);
        ArgumentNullException.ThrowIfNull(rows);
        var workflow = Find(packet.Workflow) ?? throw new OpenTracesException(OpenTracesErrorCode.NotFound,
            $"No workflow is called '{packet.Workflow}'. Choose from: {string.Join(", ", _workflows.Select(w => w.Name))}.");
        var context = new WorkflowContext(packet, _store);
        var emitted = 0;
        if (packet.Limit is not 0)
        {
            await foreach (var row in workflow.Rows(context, cancellationToken).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                cancellationToken.ThrowIfCancellationRequested();
                await rows.EmitAsync(row, cancellationToken).ConfigureAwait(false);
                if (++emitted == packet.Limit)
                    break;
            }
        }

        return new WorkflowOutcome { Emitted = emitted, Candidates = context.Candidates, Requests = context.Requests };
    }

    internal Workflow? Find(string name) => _workflows.FirstOrDefault(w => w.Name == name);
}
