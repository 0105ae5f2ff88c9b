using OpenTraces.Bucket.Segments;

namespace OpenTraces.Bucket.Blobs;

/// <summary>What this process knows of one segment file.</summary>
internal sealed class BlobSegment(int id, string name, string path)
{
    public int Id { get; } = id;

    public string Name { get; } = name;

    public string Path { get; } = path;

    /// <summary>The file beside it whose lock says who appends.</summary>
    public string LeasePath { get; } = System.IO.Path.ChangeExtension(path, ".lease");

    /// <summary>The footer has been read: nothing will be added.</summary>
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
}
