using System.Diagnostics.CodeAnalysis;
using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>
/// Takes the steps of a session while it is read, before anything else is known of it. They count for nothing until a
/// <see cref="CapturedTrace"/> names the receiver in <see cref="StepSource.Received"/>. Not to be called concurrently.
/// </summary>
[Experimental("OT0001")]
public abstract class StepReceiver : IAsyncDisposable
{
    /// <summary>Takes the next step; their indices ascend.</summary>
    public abstract ValueTask AddAsync(Step step, CancellationToken cancellationToken = default);

    /// <summary>Ends the receiving. Whoever asked for the receiver disposes it, after the trace was added.</summary>
    public abstract ValueTask DisposeAsync();
}
