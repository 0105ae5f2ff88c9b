using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Blobs.Lookup;

namespace OpenTraces.Bucket.Upkeep.Checking;

/// <summary>Some of the objects of a bucket, of sealed segments and of those that are still filled, each as likely as any other.</summary>
internal sealed class ObjectSample(SegmentBlobStore blobs, BlobCatalog catalog)
{
    /// <summary>How many segments there are to draw from.</summary>
    public int Segments { get; private set; }

    /// <summary>Different places in the order in which they lie; all of them when there are no more than asked for.</summary>
    public IEnumerable<(BlobSegment Segment, BlobEntry Entry)> Draw(int most, int seed)
    {
        var homes = catalog.Segments.Select(Home).Where(h => h.Count > 0).ToList();
        Segments = homes.Count;
        var start = 0L;
        using var places = Places(homes.Sum(h => (long)h.Count), most, seed).GetEnumerator();
        var isAny = places.MoveNext();
        foreach (var (segment, count, entryAt) in homes)
        {
            for (; isAny && places.Current < start + count; isAny = places.MoveNext())
                yield return (segment, entryAt((int)(places.Current - start)));
            start += count;
        }
    }

    /// <summary>Null when another process has moved what the segment held.</summary>
    public (bool Ok, long Length)? TryLook(BlobSegment segment, in BlobEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            return blobs.TryVerify(new BlobLocation(segment.Id, entry.Offset, entry.Slot), cancellationToken);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private (BlobSegment Segment, int Count, Func<int, BlobEntry> EntryAt) Home(BlobSegment segment)
    {
        if (catalog.FooterOf(segment) is { } footer)
            return (segment, footer.Count, footer.EntryAt);
        var scanned = segment.Scanned.ToArray();
        return (segment, scanned.Length, i => scanned[i]);
    }

    private static IEnumerable<long> Places(long total, int most, int seed)
    {
        if (total <= most)
        {
            for (var place = 0L; place < total; place++)
                yield return place;
            yield break;
        }

        var random = new Random(seed);
        var drawn = new SortedSet<long>();
        while (drawn.Count < most)
            drawn.Add(random.NextInt64(total));
        foreach (var place in drawn)
            yield return place;
    }
}
