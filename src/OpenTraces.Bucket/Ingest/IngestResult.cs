using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Records;

namespace OpenTraces.Bucket.Ingest;

/// <summary>What an ingest left behind.</summary>
/// <param name="Receipt">The answer to the caller.</param>
/// <param name="Added">The trace as it now is; null when nothing was added.</param>
/// <param name="Pages">The pages of the steps of what was added.</param>
internal sealed record IngestResult(IngestReceipt Receipt, HeldTrace? Added, IReadOnlyList<Page> Pages);
