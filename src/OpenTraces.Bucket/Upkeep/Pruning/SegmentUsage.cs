using OpenTraces.Bucket.Blobs.Lookup;
using OpenTraces.Bucket.Upkeep.Marking;

namespace OpenTraces.Bucket.Upkeep.Pruning;

/// <summary>How much of a sealed segment is needed.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Length">The bytes of its frames.</param>
/// <param name="DeadObjects">Objects nobody needs.</param>
/// <param name="DeadBytes">Their share of the frames.</param>
internal sealed record SegmentUsage(BlobSegment Segment, long Length, int DeadObjects, long DeadBytes)
{
    /// <summary>From 0 to 1.</summary>
    public double DeadRatio => Length == 0 ? 1 : (double)DeadBytes / Length;

    public static SegmentUsage Measure(BlobSegment segment, FooterEntries footer, SegmentMarks live)
    {
        var lines = new (uint Offset, bool IsLive)[footer.Count];
        for (var i = 0; i < lines.Length; i++)
        {
            var entry = footer.EntryAt(i);
            lines[i] = (entry.Offset, live.Contains(segment, i, entry.Key));
        }

        Array.Sort(lines, (a, b) => a.Offset.CompareTo(b.Offset));
        var (deadObjects, deadBytes, length) = (0, 0L, 0L);
        for (var first = 0; first < lines.Length;)
        {
            var end = first;
            var dead = 0;
            for (; end < lines.Length && lines[end].Offset == lines[first].Offset; end++)
                dead += lines[end].IsLive ? 0 : 1;
            var frame = (end < lines.Length ? lines[end].Offset : footer.FramesEnd) - lines[first].Offset;
            length += frame;
            deadObjects += dead;
            deadBytes += frame * dead / (end - first);
            first = end;
        }

        return new SegmentUsage(segment, length, deadObjects, deadBytes);
    }
}
