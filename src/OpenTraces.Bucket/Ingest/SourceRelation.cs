using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Envelopes;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Ingest;

/// <summary>How one source relates to the held sources of its name.</summary>
internal sealed class SourceRelation
{
    private readonly RawSource _source;
    private readonly IBlobStore _blobs;
    private readonly HashSet<StoredSource> _beginnings;
    private readonly Dictionary<ContentHash, bool> _longer = [];

    private SourceRelation(RawSource source, IBlobStore blobs, HashSet<StoredSource> beginnings) =>
        (_source, _blobs, _beginnings) = (source, blobs, beginnings);

    /// <summary>The longest beginning that is a blob of its own, so that only the tail has to be stored.</summary>
    public StoredSource? LongestBeginning
    {
        get
        {
            var whole = _beginnings.Where(s => s.Within is null).ToList();
            return whole.Count == 0 ? null : whole.MaxBy(s => s.Length);
        }
    }

    /// <summary>Reads the source once, which also proves that it is what it says.</summary>
    public static async ValueTask<SourceRelation> ComputeAsync(
        RawSource source, IReadOnlyList<StoredSource> held, IBlobStore blobs, CancellationToken cancellationToken)
    {
        var shorter = held.Where(h => h.Length <= source.Length).ToList();
        long[] lengths = [.. shorter.Select(h => h.Length).Append(source.Length).Distinct().Order()];
        using var stream = SourceStream.Open(source);
        var digests = await SourceDigests.OfBeginningsAsync(stream, lengths, cancellationToken).ConfigureAwait(false);
        if (digests[source.Length] != source.Hash)
            throw SourceStream.Changed(source);
        return new SourceRelation(source, blobs, [.. shorter.Where(h => digests[h.Length] == h.Address)]);
    }

    public bool BeginsWith(StoredSource held) => _beginnings.Contains(held);

    public async ValueTask<bool> IsBeginningOfAsync(StoredSource held, CancellationToken cancellationToken)
    {
        if (held.Length <= _source.Length)
            return held.Address == _source.Hash;
        if (!_longer.TryGetValue(held.Address, out var answer))
            _longer[held.Address] = answer = await StartsAsync(held, cancellationToken).ConfigureAwait(false);
        return answer;
    }

    private async ValueTask<bool> StartsAsync(StoredSource held, CancellationToken cancellationToken)
    {
        using var stream = await _blobs.OpenReadAsync(held.Blob, cancellationToken).ConfigureAwait(false)
            ?? throw new OpenTracesException(OpenTracesErrorCode.StoreCorrupt,
                $"The log names the source {held.Blob.ToPrefixedString()}, and no segment holds it. Restore the bucket from a copy, or import the session again into a new one.");
        var digests = await SourceDigests.OfBeginningsAsync(stream, [_source.Length], cancellationToken).ConfigureAwait(false);
        return digests[_source.Length] == _source.Hash;
    }
}
