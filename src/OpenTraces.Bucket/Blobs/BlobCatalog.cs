using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Blobs;

/// <summary>
/// The segments of a folder and where every address lies in them: footers of sealed segments, frames of the others.
/// <see cref="Refresh"/> reads what other writers have added since.
/// </summary>
internal sealed class BlobCatalog(string folder, StoreFiles files) : IDisposable
{
    private readonly Lock _refreshing = new();
    private readonly Lock _lock = new();
    private readonly BlobIndex _index = new();
    private readonly List<BlobSegment> _segments = [];
    private readonly Dictionary<string, BlobSegment> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<ContentHash, BlobLocation> _corrupt = [];

    public string Folder => folder;

    public StoreFiles Files => files;

    public FileHandles Handles { get; } = new(files);

    public BlobSegment this[BlobLocation location]
    {
        get
        {
            lock (_lock)
                return _segments[location.Segment];
        }
    }

    public IReadOnlyList<BlobSegment> Segments
    {
        get
        {
            lock (_lock)
                return [.. _segments.Where(s => !s.IsGone)];
        }
    }

    public bool TryFind(ContentHash address, out BlobLocation location)
    {
        lock (_lock)
            return _index.TryGet(AddressPrefix.Of(address), out location);
    }

    /// <summary>Whether an address was found damaged at the place where it still is said to lie.</summary>
    public bool IsKnownCorrupt(ContentHash address)
    {
        lock (_lock)
        {
            return _corrupt.TryGetValue(address, out var bad)
                && _index.TryGet(AddressPrefix.Of(address), out var at) && at == bad;
        }
    }

    /// <summary>Remembers that an address must be put again before it can be read.</summary>
    public void MarkCorrupt(ContentHash address, BlobLocation location)
    {
        lock (_lock)
            _corrupt[address] = location;
    }

    public void Set(in AddressPrefix prefix, BlobLocation location)
    {
        lock (_lock)
            _index.Set(prefix, location);
    }

    /// <summary>Adds a segment this process has just created.</summary>
    public BlobSegment Add(string name)
    {
        lock (_lock)
        {
            if (_segments.Count == BlobLocation.MaxSegments)
            {
                throw new OpenTracesException(
                    OpenTracesErrorCode.Precondition, $"'{folder}' has too many segments: run 'bucket prune'.");
            }

            var segment = new BlobSegment(_segments.Count, name, Path.Combine(folder, name));
            _segments.Add(segment);
            _byName.Add(name, segment);
            return segment;
        }
    }

    /// <summary>Reads what is new in the folder.</summary>
    public void Refresh(CancellationToken cancellationToken)
    {
        lock (_refreshing)
        {
            var present = new HashSet<string>(files.List(folder, SegmentFormat.Extension), StringComparer.Ordinal);
            foreach (var name in present.Order(StringComparer.Ordinal))
            {
                if (SegmentName.IsValid(name) && !_byName.ContainsKey(name))
                    Add(name);
            }

            foreach (var segment in Segments)
            {
                if (!present.Contains(segment.Name))
                    Drop(segment);
                else if (segment is { IsSealed: false, IsOwned: false })
                    Load(segment, cancellationToken);
            }
        }
    }

    /// <summary>The first damage that is known, when there is any.</summary>
    public (BlobSegment Segment, DamagedRange Range)? FirstDamage()
    {
        foreach (var segment in Segments)
        {
            if (segment.Damage.Count > 0)
                return (segment, segment.Damage[0]);
        }

        return null;
    }

    /// <summary>Makes a visitor that indexes the objects of a segment and, when asked, lists them for its footer.</summary>
    public FrameVisitor Indexer(BlobSegment segment, List<BlobEntry>? entries) =>
        (long offset, in FrameHeader header, ReadOnlySpan<byte> stored) =>
        {
            var found = FrameObjects.Addresses(header, stored);
            if (found is null)
                return false;
            foreach (var (address, slot) in found)
            {
                var prefix = AddressPrefix.Of(address);
                Set(prefix, new BlobLocation(segment.Id, (uint)offset, slot));
                entries?.Add(new BlobEntry(prefix, (uint)offset, (ushort)slot));
            }

            return true;
        };

    public void Dispose() => Handles.Dispose();

    private void Load(BlobSegment segment, CancellationToken cancellationToken)
    {
        try
        {
            Handles.Use(segment.Path, file => Load(segment, file, cancellationToken));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            Drop(segment);
        }
    }

    private bool Load(BlobSegment segment, StoreFile file, CancellationToken cancellationToken)
    {
        var length = file.Length;
        if (length == segment.SeenLength && segment.Damage.Count == 0)
            return false;
        var headDamaged = !SegmentFormat.CheckHead(file, segment.Path, SegmentRole.Blobs);
        if (SegmentFormat.ReadFooter(file, out _) is { } footer && TryLoadFooter(segment, footer))
            return true;
        var outcome = SegmentScanner.Scan(file, segment.ResumeAt, Indexer(segment, null), cancellationToken);
        segment.Damage = headDamaged && outcome.End > SegmentFormat.HeadLength
            ? [new DamagedRange(0, SegmentFormat.HeadLength), .. outcome.Damage]
            : outcome.Damage;
        segment.ResumeAt = outcome.ResumeAt;
        segment.SeenLength = length;
        return true;
    }

    private bool TryLoadFooter(BlobSegment segment, byte[] footer)
    {
        var damage = new List<DamagedRange>();
        if (!BlobFooter.TryRead(
            footer, e => Set(e.Prefix, new BlobLocation(segment.Id, e.Offset, e.Slot)), damage.Add))
        {
            return false;
        }

        segment.Damage = damage;
        segment.IsSealed = true;
        return true;
    }

    private void Drop(BlobSegment segment)
    {
        lock (_lock)
        {
            segment.IsGone = true;
            segment.Damage = [];
            _index.RemoveSegment(segment.Id);
            _byName.Remove(segment.Name);
        }

        Handles.Forget(segment.Path);
    }
}
