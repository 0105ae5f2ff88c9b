using System.Diagnostics.CodeAnalysis;

namespace OpenTraces.Bucket;

/// <summary>Is told when an agent crosses a boundary. Capture calls it; Trail takes snapshots in it; neither knows the other.</summary>
/// <remarks>
/// Every implementation guarantees: (1) it returns within <see cref="TraceBoundary.Budget"/>, done or not; (2) it never
/// throws but for cancellation: what failed is reported through its own channel; (3) it may be called again with the same
/// boundary and does nothing the second time.
/// </remarks>
[Experimental("OT0001")]
public interface IBoundaryObserver
{
    /// <summary>Handles one boundary.</summary>
    ValueTask OnBoundaryAsync(TraceBoundary boundary, CancellationToken cancellationToken = default);
}
