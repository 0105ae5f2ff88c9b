using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Index;

namespace OpenTraces.Bucket.Ingest;

/// <summary>What an ingest left behind.</summary>
/// <param name="Receipt">The answer to the caller.</param>
/// <param name="Added">The trace as it now is; null when nothing was added.</param>
/// <param name="Document">What the index keeps of it, which the caller owns; null when it is not served, or must be read from its blobs.</param>
internal sealed record IngestResult(IngestReceipt Receipt, HeldTrace? Added, TraceDocument? Document);
