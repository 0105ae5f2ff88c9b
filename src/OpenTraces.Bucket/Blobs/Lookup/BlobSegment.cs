using OpenTraces.Bucket.Segments;

namespace OpenTraces.Bucket.Blobs.Lookup;

/// <summary>What this process knows of one segment file.</summary>
internal sealed class BlobSegment(int id, string name, string path)
{
    private readonly Lock _loading = new();
    private volatile FooterEntries? _footer;
    private volatile bool _isFooterWanted;

    public int Id { get; } = id;

    public string Name { get; } = name;

    public string Path { get; } = path;

    /// <summary>The file beside it whose lock says who appends.</summary>
    public string LeasePath { get; } = System.IO.Path.ChangeExtension(path, ".lease");

    /// <summary>It ends in a footer: nothing will be added.</summary>
    public bool IsSealed { get; set; }

    /// <summary>This process appends to it and so knows all it holds.</summary>
    public bool IsOwned { get; set; }

    /// <summary>The file was deleted.</summary>
    public bool IsGone { get; set; }

    /// <summary>All of it has been flushed since it was sealed.</summary>
    public bool IsDurable { get; set; }

    public long ResumeAt { get; set; } = SegmentFormat.HeadLength;

    public long SeenLength { get; set; } = -1;

    public IReadOnlyList<DamagedRange> Damage { get; set; } = [];

    /// <summary>Frames of this process that are not in the file yet.</summary>
    public UnwrittenBytes? Unwritten { get; set; }

    /// <summary>It has a footer that is damaged: its frames were walked instead.</summary>
    public bool IsFooterUnusable { get; private set; }

    /// <summary>What was found by walking the frames: all there is of a segment without a footer.</summary>
    public ScannedEntries Scanned { get; } = new();

    /// <summary>Says that the segment has a footer, which is read when somebody asks.</summary>
    public void UseFooter()
    {
        IsSealed = true;
        _isFooterWanted = true;
    }

    /// <summary>The footer of a sealed segment, read at the first call; null for another, or when it is damaged.</summary>
    /// <param name="handles">Opens the file.</param>
    /// <param name="scan">Walks the frames instead when the footer cannot be read.</param>
    public FooterEntries? Footer(FileHandles handles, Action<BlobSegment> scan)
    {
        if (_footer is not null || !_isFooterWanted)
            return _footer;
        lock (_loading)
        {
            if (_footer is not null || !_isFooterWanted)
                return _footer;
            if (FooterEntries.Load(handles, Path) is { } loaded)
            {
                Damage = loaded.Damage;
                _footer = loaded;
                Scanned.Clear();
            }
            else
            {
                IsFooterUnusable = true;
                IsSealed = false;
                scan(this);
            }

            _isFooterWanted = false;
            return _footer;
        }
    }
}
