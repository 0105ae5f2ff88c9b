using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Upkeep.Marking;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Ingest;

/// <summary>Finds what of a held generation is lost, so that adding the same bytes again brings it back.</summary>
internal sealed class MissingObjects(SegmentBlobStore blobs, ReferenceWalker walker)
{
    /// <summary>The objects that are not there. That they are whole is not looked at: <c>bucket verify</c> does that.</summary>
    public async ValueTask<IReadOnlyList<ContentHash>> FindAsync(
        Envelope envelope, Generation generation, CancellationToken cancellationToken)
    {
        var missing = new List<ContentHash>();
        await walker.WalkAsync(
            envelope with { Generations = [generation], Trails = [] }, _ => true, (one, _) => missing.Add(one.Address), cancellationToken).ConfigureAwait(false);
        return missing;
    }

    /// <summary>True when something of a source is lost; it can then be put again.</summary>
    public ValueTask<bool> IsLostAsync(ContentHash source, CancellationToken cancellationToken) =>
        new(blobs.ReleaseLost(source, cancellationToken));
}
