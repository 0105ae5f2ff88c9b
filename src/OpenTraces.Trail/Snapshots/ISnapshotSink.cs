using System.Diagnostics.CodeAnalysis;

namespace OpenTraces.Trail.Snapshots;

/// <summary>Receives what a <see cref="SnapshotObserver"/> saw. It may be called by several threads at once.</summary>
[Experimental("OT0001")]
public interface ISnapshotSink
{
    /// <summary>
    /// Takes one boundary, once. The budget of the boundary does not count the time spent here, and an exception ends here too.
    /// </summary>
    ValueTask OnSnapshotAsync(BoundarySnapshot snapshot, CancellationToken cancellationToken = default);
}
