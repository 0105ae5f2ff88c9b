using OpenTraces.Bucket;
using OpenTraces.Bucket.Events;
using OpenTraces.Schema;

namespace OpenTraces.SideBySide.Bucket;

/// <summary>The same bucket open: as a bucket, and its log by itself.</summary>
internal sealed record EventLogUnderTest(TraceBucket Bucket, SegmentEventLog Log, TraceId Trace, int Count, Random Random);
