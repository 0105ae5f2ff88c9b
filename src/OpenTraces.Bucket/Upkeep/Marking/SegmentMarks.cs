using System.Collections;
using OpenTraces.Bucket.Blobs.Lookup;
using OpenTraces.Bucket.Segments.Lookup;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep.Marking;

/// <summary>
/// A set of objects held, one bit for each that lies in a sealed segment. Every copy of an object is in it: which of them
/// is whole is not known here.
/// </summary>
internal sealed class SegmentMarks(BlobCatalog catalog)
{
    private readonly Dictionary<int, BitArray> _lines = [];
    private readonly HashSet<LookupKey> _others = [];

    /// <summary>Adds an object; false when it was in the set.</summary>
    public bool Add(ContentHash address)
    {
        var key = LookupKey.Of(address);
        var isNew = false;
        var isSealed = false;
        foreach (var segment in catalog.Segments)
        {
            if (catalog.FooterOf(segment) is not { } footer || footer.IndexOf(key) is not (>= 0 and var line))
                continue;
            isSealed = true;
            isNew |= Set(segment, footer, key, line);
        }

        return isSealed ? isNew : _others.Add(key);
    }

    public bool Contains(BlobSegment segment, FooterEntries footer, ContentHash address)
    {
        var key = LookupKey.Of(address);
        return _others.Contains(key)
            || (_lines.TryGetValue(segment.Id, out var lines) && footer.IndexOf(key) is >= 0 and var line && lines[line]);
    }

    /// <summary>Whether the object of a line of a footer is in the set.</summary>
    public bool Contains(BlobSegment segment, int line, in LookupKey key) =>
        (_lines.TryGetValue(segment.Id, out var lines) && lines[line]) || (_others.Count > 0 && _others.Contains(key));

    private bool Set(BlobSegment segment, FooterEntries footer, in LookupKey key, int line)
    {
        if (!_lines.TryGetValue(segment.Id, out var lines))
            _lines.Add(segment.Id, lines = new BitArray(footer.Count));
        var isNew = !lines[line];
        for (; line < footer.Count && footer.KeyAt(line) == key; line++)
            lines[line] = true;
        return isNew;
    }
}
