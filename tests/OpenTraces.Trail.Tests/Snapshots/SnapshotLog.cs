using System.Collections.Concurrent;
using OpenTraces.Trail.Snapshots;

namespace OpenTraces.Trail.Tests.Snapshots;

/// <summary>Keeps what an observer hands over.</summary>
internal sealed class SnapshotLog : ISnapshotSink
{
    public ConcurrentQueue<BoundarySnapshot> All { get; } = new();

    public BoundarySnapshot Last => All.Last();

    public Exception? Throws { get; set; }

    public ValueTask OnSnapshotAsync(BoundarySnapshot snapshot, CancellationToken cancellationToken = default)
    {
        All.Enqueue(snapshot);
        return Throws is null ? default : throw Throws;
    }
}
