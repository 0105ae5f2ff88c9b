using OpenTraces.Schema;

namespace OpenTraces.Bucket.Blobs.Streams;

/// <summary>
/// Keeps one stream. What it has in common with an older one from the beginning is compared chunk by chunk and not stored
/// again; the rest is new: a tail in fixed pieces when the older one is a whole prefix, else content-defined chunks.
/// </summary>
internal sealed class StreamPut(SegmentBlobStore store, SourceWindow source, long length)
{
    public const int TailPiece = 1 << 20;

    private readonly List<ChunkRef> _chunks = [];

    public async ValueTask<ContentHash> RunAsync(
        ContentHash? previous, StreamLayout? older, CancellationToken cancellationToken)
    {
        var isPrefix = older is not null && await MatchAsync(older, cancellationToken).ConfigureAwait(false);
        if (isPrefix && source.Remaining == 0)
            return previous!.Value;
        var shared = _chunks.Count;
        while (source.Remaining > 0)
            await PutNextAsync(isPrefix, cancellationToken).ConfigureAwait(false);

        var address = source.Digest();
        if (_chunks.Count == 1)
            return address;
        var manifest = isPrefix && older!.Depth < StreamManifest.MaxDepth
            ? new StreamManifest(length, older.Depth + 1, previous, older.Length, _chunks[shared..])
            : new StreamManifest(length, 0, null, 0, _chunks);
        await store.PutObjectAsync(address, manifest.ToBytes(), isManifest: true, cancellationToken).ConfigureAwait(false);
        return address;
    }

    /// <summary>Takes the chunks both have from the beginning; true when that is all of the older one.</summary>
    private async ValueTask<bool> MatchAsync(StreamLayout older, CancellationToken cancellationToken)
    {
        foreach (var chunk in older.Chunks)
        {
            if (chunk.Length > source.Remaining)
                return false;
            var bytes = await source.PeekAsync(chunk.Length, cancellationToken).ConfigureAwait(false);
            if (ContentHash.Of(bytes.Span) != chunk.Address)
                return false;
            source.Take(chunk.Length);
            _chunks.Add(chunk);
        }

        return true;
    }

    private async ValueTask PutNextAsync(bool isTail, CancellationToken cancellationToken)
    {
        var bytes = await source.PeekAsync(isTail ? TailPiece : FastCdc.MaxLength, cancellationToken).ConfigureAwait(false);
        if (!isTail)
            bytes = bytes[..FastCdc.Cut(bytes.Span)];
        var address = ContentHash.Of(bytes.Span);
        await store.PutObjectAsync(address, bytes, isManifest: false, cancellationToken).ConfigureAwait(false);
        _chunks.Add(new ChunkRef(address, bytes.Length));
        source.Take(bytes.Length);
    }
}
