namespace OpenTraces.Bucket.Blobs.Streams;

/// <summary>All chunks of an object in order, and how many manifests were read to know them.</summary>
internal sealed record StreamLayout(long Length, int Depth, IReadOnlyList<ChunkRef> Chunks);
