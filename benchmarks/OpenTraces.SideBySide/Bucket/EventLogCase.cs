using OpenTraces.Bucket;
using OpenTraces.Bucket.Events;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;

namespace OpenTraces.SideBySide.Bucket;

/// <summary>A bucket that was built to be read.</summary>
/// <param name="Folder">Where it lies.</param>
/// <param name="Count">The number of events in its log.</param>
/// <param name="Trace">The one trace it holds, which the first event is about.</param>
internal sealed record EventLogCase(string Folder, int Count, TraceId Trace)
{
    public ValueTask<TraceBucket> OpenBucketAsync() => TraceBucket.OpenAsync(Folder, new BucketOptions { ReadOnly = true });

    public ValueTask<SegmentEventLog> OpenLogAsync() =>
        SegmentEventLog.OpenAsync(Path.Combine(Folder, "events"), StoreFiles.Local, new EventLogOptions { ReadOnly = true });
}
