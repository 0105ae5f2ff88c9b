namespace OpenTraces.Bucket.Tests.Segments;

/// <summary>A write at an offset, or, without bytes, a truncation to that length.</summary>
internal sealed record UnflushedWrite(long Offset, byte[]? Bytes)
{
    private const int Sector = 512;

    /// <summary>A longer write is not torn at every sector but at so many, evenly.</summary>
    private const int MostCuts = 6;

    /// <summary>What can become of it in a file that had so many flushed bytes.</summary>
    public IReadOnlyList<WriteFate> Fates(long durableLength)
    {
        var fates = new List<WriteFate> { new(WriteFateKind.Kept), new(WriteFateKind.Dropped) };
        if (Bytes is null)
            return fates;
        if (Offset + Bytes.Length > durableLength)
            fates.Add(new(WriteFateKind.Zeroed));
        foreach (var cut in Cuts(Bytes.Length))
            fates.AddRange([new(WriteFateKind.FirstSectors, cut), new(WriteFateKind.LastSectors, cut)]);
        return fates;
    }

    public byte[] ApplyTo(byte[] content, WriteFate fate)
    {
        if (Bytes is null)
            return fate.Kind == WriteFateKind.Kept ? SimulatedFile.Resize(content, Offset) : content;
        return fate.Kind switch
        {
            WriteFateKind.Kept => SimulatedFile.Apply(content, Offset, Bytes),
            WriteFateKind.Zeroed => SimulatedFile.Resize(content, Math.Max(content.Length, Offset + Bytes.Length)),
            WriteFateKind.FirstSectors => SimulatedFile.Apply(content, Offset, Bytes.AsSpan(0, fate.Cut)),
            WriteFateKind.LastSectors => SimulatedFile.Apply(content, Offset + fate.Cut, Bytes.AsSpan(fate.Cut)),
            _ => content,
        };
    }

    private IEnumerable<int> Cuts(int length)
    {
        var first = Sector - (int)(Offset % Sector);
        var count = first >= length ? 0 : ((length - first - 1) / Sector) + 1;
        for (var i = 0; i < Math.Min(count, MostCuts); i++)
            yield return first + ((count <= MostCuts ? i : i * (count - 1) / (MostCuts - 1)) * Sector);
    }
}
