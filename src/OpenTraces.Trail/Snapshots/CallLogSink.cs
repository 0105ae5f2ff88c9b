using System.Diagnostics.CodeAnalysis;
using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Snapshots;

/// <summary>Writes what each call did into a log, from where an import takes it into the bucket with the session.</summary>
[Experimental("OT0001")]
public sealed class CallLogSink : ISnapshotSink
{
    private readonly CallLog _log;

    /// <summary>A sink that writes to a log.</summary>
    public CallLogSink(CallLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        _log = log;
    }

    /// <inheritdoc/>
    public async ValueTask OnSnapshotAsync(BoundarySnapshot snapshot, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (snapshot.Boundary is not { Kind: "tool_after", ToolCallId: { } call } boundary)
            return;
        await _log.AppendAsync(
            new CallChanges
            {
                Agent = boundary.Agent,
                SessionId = boundary.SessionId,
                ToolCallId = call,
                Commit = snapshot.Commit,
                Tree = snapshot.Tree,
                Patches = snapshot.Patches,
                Limitations = snapshot.Limitations,
            },
            cancellationToken).ConfigureAwait(false);
    }
}
