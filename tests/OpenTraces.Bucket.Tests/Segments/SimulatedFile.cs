namespace OpenTraces.Bucket.Tests.Segments;

/// <summary>The bytes of one file: what programs see, what is on the disk, and what happened between the two.</summary>
internal sealed class SimulatedFile
{
    private const int Sector = 512;

    private readonly List<UnflushedWrite> _unflushed = [];
    private byte[] _durable = [];

    public byte[] Content { get; private set; } = [];

    /// <summary>A file of these bytes, all of them flushed.</summary>
    public static SimulatedFile Of(byte[] content) => new() { Content = content, _durable = content };

    public FileSnapshot Snapshot() => new(_durable, [.. _unflushed]);

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        Content = Apply(Content, offset, bytes);
        _unflushed.Add(new UnflushedWrite(offset, bytes.ToArray()));
    }

    public void Truncate(long length)
    {
        Content = Resize(Content, length);
        _unflushed.Add(new UnflushedWrite(length, null));
    }

    public void Flush()
    {
        _durable = Content;
        _unflushed.Clear();
    }

    public SimulatedFile AfterPowerLoss(DiskState state, Random random)
    {
        var content = state switch
        {
            DiskState.Kept => Content,
            DiskState.Dropped => _durable,
            DiskState.Zeroed => Replay((bytes, _) => new byte[bytes.Length]),
            _ => Replay((bytes, old) => MixSectors(bytes, old, random)),
        };
        return Of(content);
    }

    private byte[] Replay(Func<byte[], byte[], byte[]> survives)
    {
        var content = _durable;
        foreach (var (offset, bytes) in _unflushed)
        {
            if (bytes is null)
            {
                content = Resize(content, offset);
                continue;
            }

            var old = new byte[bytes.Length];
            content.AsSpan((int)Math.Min(offset, content.Length)).Slice(0, (int)Math.Clamp(content.Length - offset, 0, bytes.Length)).CopyTo(old);
            content = Apply(content, offset, survives(bytes, old));
        }

        return content;
    }

    private static byte[] MixSectors(byte[] bytes, byte[] old, Random random)
    {
        var mixed = (byte[])old.Clone();
        for (var i = 0; i < bytes.Length; i += Sector)
        {
            if (random.Next(2) == 0)
                bytes.AsSpan(i, Math.Min(Sector, bytes.Length - i)).CopyTo(mixed.AsSpan(i));
        }

        return mixed;
    }

    public static byte[] Apply(byte[] content, long offset, ReadOnlySpan<byte> bytes)
    {
        var grown = new byte[Math.Max(content.Length, offset + bytes.Length)];
        content.CopyTo(grown, 0);
        bytes.CopyTo(grown.AsSpan((int)offset));
        return grown;
    }

    public static byte[] Resize(byte[] content, long length)
    {
        var resized = new byte[length];
        content.AsSpan(0, (int)Math.Min(length, content.Length)).CopyTo(resized);
        return resized;
    }
}
