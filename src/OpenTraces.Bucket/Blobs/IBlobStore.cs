using OpenTraces.Schema;

namespace OpenTraces.Bucket.Blobs;

/// <summary>
/// Immutable bytes under the SHA-256 of those bytes. (1) After <see cref="FlushAsync"/> every earlier put survives a power
/// loss; (2) putting the same bytes twice keeps one copy; (3) bytes that no longer match their address are reported as
/// <see cref="OpenTracesErrorCode.StoreCorrupt"/>, never returned; (4) a put is readable by this instance at once and by
/// every other after the flush; (5) all members may be called concurrently.
/// </summary>
internal interface IBlobStore : IAsyncDisposable
{
    /// <summary>Keeps one blob; returns its address.</summary>
    ValueTask<ContentHash> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>
    /// Keeps a stream of <paramref name="length"/> bytes. When <paramref name="previous"/> names a held stream that is a
    /// beginning of it, only the tail costs. Returns the digest of the whole, which <see cref="OpenReadAsync"/> takes.
    /// </summary>
    ValueTask<ContentHash> PutStreamAsync(
        Stream content, long length, ContentHash? previous = null, CancellationToken cancellationToken = default);

    /// <summary>All bytes of a blob or stream; null when it is not held.</summary>
    ValueTask<ReadOnlyMemory<byte>?> GetAsync(ContentHash address, CancellationToken cancellationToken = default);

    /// <summary>A seekable stream over a blob or stream; null when it is not held. Bytes are verified before they are returned.</summary>
    ValueTask<Stream?> OpenReadAsync(ContentHash address, CancellationToken cancellationToken = default);

    /// <summary>Makes everything put so far survive a power loss.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken = default);
}
