using System.Diagnostics.CodeAnalysis;
using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>Makes a trace's overlays again from what the log holds. Implemented where Git is; the bucket never starts it.</summary>
/// <remarks>
/// Every implementation guarantees: (1) the same patches and events give the same overlays; (2) it needs no repository.
/// </remarks>
[Experimental("OT0001")]
public interface ITrailProjector
{
    /// <summary>The overlays of one trace, one a repository; none when the log says nothing of it.</summary>
    ValueTask<IReadOnlyList<TrailOverlay>> ProjectAsync(TraceId id, ITraceStore store, CancellationToken cancellationToken = default);
}
