using OpenTraces.Schema;

namespace OpenTraces.Bucket.Records;

/// <summary>A run of items kept as one blob, one JSON value per line.</summary>
/// <param name="First">The number of its first item: a step index, or for hunks their position from 1.</param>
/// <param name="Last">The number of its last item.</param>
/// <param name="Address">The blob.</param>
internal readonly record struct Page(int First, int Last, ContentHash Address);
