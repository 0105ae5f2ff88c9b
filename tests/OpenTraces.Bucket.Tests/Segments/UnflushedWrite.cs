namespace OpenTraces.Bucket.Tests.Segments;

/// <summary>A write at an offset, or, without bytes, a truncation to that length.</summary>
internal sealed record UnflushedWrite(long Offset, byte[]? Bytes)
{
    private const int Sector = 512;

    /// <summary>What can become of it in a file that had so many flushed bytes.</summary>
    public IReadOnlyList<WriteFate> Fates(long durableLength)
    {
        var fates = new List<WriteFate> { WriteFate.Kept, WriteFate.Dropped };
        if (Bytes is null)
            return fates;
        if (Offset + Bytes.Length > durableLength)
            fates.Add(WriteFate.Zeroed);
        if (Cut > 0 && Cut < Bytes.Length)
            fates.AddRange([WriteFate.FirstSectors, WriteFate.LastSectors]);
        return fates;
    }

    /// <summary>The bytes before the sector that begins nearest to the middle.</summary>
    private int Cut => (int)(((Offset + ((Bytes?.Length ?? 0) / 2) + (Sector / 2)) / Sector * Sector) - Offset);

    public byte[] ApplyTo(byte[] content, WriteFate fate)
    {
        if (Bytes is null)
            return fate == WriteFate.Kept ? SimulatedFile.Resize(content, Offset) : content;
        switch (fate)
        {
            case WriteFate.Kept:
                return SimulatedFile.Apply(content, Offset, Bytes);
            case WriteFate.Zeroed:
                return SimulatedFile.Resize(content, Math.Max(content.Length, Offset + Bytes.Length));
            case WriteFate.FirstSectors:
                return SimulatedFile.Apply(content, Offset, Bytes.AsSpan(0, Cut));
            case WriteFate.LastSectors:
                return SimulatedFile.Apply(content, Offset + Cut, Bytes.AsSpan(Cut));
            default:
                return content;
        }
    }
}
