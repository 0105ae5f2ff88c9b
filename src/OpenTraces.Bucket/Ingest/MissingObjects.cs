using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Upkeep.Marking;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Ingest;

/// <summary>Finds what of a held generation is lost, so that adding the same bytes again brings it back.</summary>
internal sealed class MissingObjects(SegmentBlobStore blobs, ReferenceWalker walker)
{
    /// <summary>
    /// Whether every object of a generation is there and what leads to others can be read. When not, all of them are read, and what
    /// is lost or damaged, and what is put together from it, no longer counts as held. Otherwise that objects are whole is not looked
    /// at: <c>bucket verify</c> does that.
    /// </summary>
    public async ValueTask<bool> AllPresentAsync(Envelope envelope, Generation generation, CancellationToken cancellationToken)
    {
        var seen = new HashSet<ContentHash>();
        var isWhole = true;
        await walker.WalkAsync(
            envelope with { Generations = [generation], Trails = [] }, one => seen.Add(one.Address), (_, _) => isWhole = false, cancellationToken).ConfigureAwait(false);
        if (isWhole)
            return true;
        foreach (var address in seen)
            blobs.ReleaseLost(address, reads: true, cancellationToken);
        return false;
    }

    /// <summary>True when something of a source is lost; it can then be put again.</summary>
    public bool IsLost(ContentHash source, CancellationToken cancellationToken) => blobs.ReleaseLost(source, reads: false, cancellationToken);
}
