using OpenTraces.Bucket.Blobs.Lookup;
using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Lookup;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep.Checking;

/// <summary>Reads every frame of one segment, expands it and hashes it.</summary>
internal sealed class SegmentCheck
{
    private readonly List<(LookupKey Key, string Address, long Offset, long Length)> _damaged = [];
    private readonly List<DamagedRange> _unknown = [];

    private readonly FrameExpander _expander;
    private byte[] _raw = [];

    private SegmentCheck(BlobSegment segment, FrameExpander expander) => (Segment, _expander) = (segment, expander);

    public BlobSegment Segment { get; }

    public long Objects { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Objects that are not what their address says: the key, what is known of the address, and where.</summary>
    public IReadOnlyList<(LookupKey Key, string Address, long Offset, long Length)> Damaged => _damaged;

    /// <summary>Damaged bytes of which nobody knows what they were.</summary>
    public IReadOnlyList<DamagedRange> Unknown => _unknown;

    public bool IsFooterDamaged { get; private set; }

    public static SegmentCheck Run(BlobCatalog catalog, BlobSegment segment, CancellationToken cancellationToken)
    {
        var check = new SegmentCheck(segment, catalog.Handles.Expander);
        var footer = catalog.FooterOf(segment);
        var isHeadWhole = false;
        var outcome = catalog.Handles.Use(segment.Path, file =>
        {
            isHeadWhole = SegmentFormat.CheckHead(file, segment.Path, SegmentRole.Blobs);
            return SegmentScanner.Scan(file, SegmentFormat.HeadLength, check.Visit, cancellationToken);
        });
        check.IsFooterDamaged = segment.IsFooterUnusable;

        // The tail of a segment somebody may be writing to is no damage.
        var damage = outcome.Damage.ToList();
        if (footer is not null && outcome.Torn > 0)
            damage.Add(new DamagedRange(outcome.End, footer.FramesEnd - outcome.End));
        if (!isHeadWhole && (footer is not null || outcome.End > SegmentFormat.HeadLength))
            check._unknown.Add(new DamagedRange(0, SegmentFormat.HeadLength));
        foreach (var range in damage.Where(d => d.Length > 0))
            check.Add(range, footer);
        check._raw = [];
        return check;
    }

    private bool Visit(long offset, in FrameHeader header, ReadOnlySpan<byte> stored)
    {
        if (FrameObjects.Addresses(header, stored) is not { } objects)
            return false;
        Objects += objects.Count;
        Bytes += header.RawLength;
        if (objects.Count == 0 || IsIntact(header, stored))
            return true;
        foreach (var (address, _) in objects)
            _damaged.Add((LookupKey.Of(address), address.ToPrefixedString(), offset, header.FrameLength));
        return true;
    }

    private bool IsIntact(in FrameHeader header, ReadOnlySpan<byte> stored)
    {
        if (_raw.Length < header.RawLength)
            _raw = GC.AllocateUninitializedArray<byte>(Math.Max(header.RawLength, Math.Min(2 * _raw.Length, FrameHeader.MaxPayload)));
        var raw = _raw.AsSpan(0, header.RawLength);
        return Frame.TryExpand(header, stored, raw, _expander) && ContentHash.Of(raw) == header.Hash;
    }

    /// <summary>The footer still tells which objects lay in bytes that are no frames any more.</summary>
    private void Add(DamagedRange range, FooterEntries? footer)
    {
        var known = false;
        for (var line = 0; line < (footer?.Count ?? 0); line++)
        {
            var entry = footer!.EntryAt(line);
            if (entry.Offset < range.Offset || entry.Offset >= range.Offset + range.Length)
                continue;
            known = true;
            _damaged.Add((entry.Key, $"sha256:{entry.Key.High:x16}{entry.Key.Low:x16}", entry.Offset, range.Offset + range.Length - entry.Offset));
        }

        if (!known)
            _unknown.Add(range);
    }
}
