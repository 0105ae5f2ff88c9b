using System.Diagnostics.CodeAnalysis;
using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>Makes a trace's overlay again from what the log holds. Implemented where Git is; the bucket never starts it.</summary>
/// <remarks>
/// Every implementation guarantees: (1) the same patches and events give the same overlay; (2) it needs no repository.
/// </remarks>
[Experimental("OT0001")]
public interface ITrailProjector
{
    /// <summary>The overlay of one trace; null when the log says nothing of it.</summary>
    ValueTask<TrailOverlay?> ProjectAsync(TraceId id, ITraceStore store, CancellationToken cancellationToken = default);
}
