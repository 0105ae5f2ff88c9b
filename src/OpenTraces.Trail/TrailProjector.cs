using System.Diagnostics.CodeAnalysis;
using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Observations;

namespace OpenTraces.Trail;

/// <summary>
/// Makes the overlays of a trace again from the commits that were observed of it. Register it in
/// <see cref="BucketOptions.TrailProjector"/>.
/// </summary>
[Experimental("OT0001")]
public sealed class TrailProjector : ITrailProjector
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<TrailOverlay>> ProjectAsync(
        TraceId id, ITraceStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var trails = await ObservedTrail.ReadAsync(store, id, cancellationToken).ConfigureAwait(false);
        var overlays = new List<TrailOverlay>();
        foreach (var (repository, trail) in trails)
            overlays.Add(trail.ToOverlay(await store.FindTrailAsync(id, repository, cancellationToken).ConfigureAwait(false)));
        return overlays;
    }
}
