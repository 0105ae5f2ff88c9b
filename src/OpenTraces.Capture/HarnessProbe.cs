namespace OpenTraces.Capture;

/// <summary>What detection may look at: the beginning of a file and its name.</summary>
public readonly ref struct HarnessProbe
{
    /// <summary>How many bytes of a file detection sees: 64 KiB.</summary>
    public const int HeaderLength = 64 * 1024;

    /// <summary>Creates a probe.</summary>
    public HarnessProbe(ReadOnlySpan<byte> header, bool isWhole, string fileName)
    {
        Header = header;
        IsWhole = isWhole;
        FileName = fileName;
    }

    /// <summary>The first bytes, at most <see cref="HeaderLength"/>.</summary>
    public ReadOnlySpan<byte> Header { get; }

    /// <summary>True when the header is the whole file.</summary>
    public bool IsWhole { get; }

    /// <summary>The name without folders.</summary>
    public string FileName { get; }
}
