namespace OpenTraces.Bucket;

/// <summary>What a bucket holds and how its derived parts stand to it. Reading it changes nothing.</summary>
public sealed record BucketStatus
{
    /// <summary>The folder.</summary>
    public required string Path { get; init; }

    /// <summary>Random; it tells buckets apart.</summary>
    public required string BucketId { get; init; }

    /// <summary>The format of what is on the disk.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>How new bytes are compressed.</summary>
    public required BucketCodec Codec { get; init; }

    /// <summary>The sequence of the last event; 0 for an empty bucket.</summary>
    public required long LogHead { get; init; }

    /// <summary>Traces held; forgotten ones do not count.</summary>
    public required int Traces { get; init; }

    /// <summary>Their generations.</summary>
    public required int Generations { get; init; }

    /// <summary>Bytes of all raw sources of all generations, before sharing and compression.</summary>
    public required long RawBytes { get; init; }

    /// <summary>Segments of blobs.</summary>
    public required int BlobSegments { get; init; }

    /// <summary>Bytes on the disk in <c>blobs/</c>.</summary>
    public required long BlobBytes { get; init; }

    /// <summary>Bytes on the disk in <c>events/</c>.</summary>
    public required long EventBytes { get; init; }

    /// <summary>Bytes on the disk in <c>traces/</c>.</summary>
    public required long EnvelopeBytes { get; init; }

    /// <summary>Bytes on the disk in <c>index/</c>.</summary>
    public required long IndexBytes { get; init; }

    /// <summary>The event through which <c>manifest.json</c> counts; null when there is none that can be read.</summary>
    public required long? ManifestThrough { get; init; }

    /// <summary>How current the search index is.</summary>
    public required SearchFreshness Freshness { get; init; }

    /// <summary>
    /// What is wrong with the log, as far as that shows without reading all of it, and what to do; null when nothing shows, which is
    /// no verification.
    /// </summary>
    public string? LogDamage { get; init; }

    /// <summary>Copies of damaged bytes that writers have put aside, relative to the bucket.</summary>
    public required IReadOnlyList<string> Quarantined { get; init; }
}
