using OpenTraces.Schema;

namespace OpenTraces.Bucket.Blobs.Streams;

/// <summary>One piece of a stream: a blob and its length.</summary>
internal readonly record struct ChunkRef(ContentHash Address, int Length);
