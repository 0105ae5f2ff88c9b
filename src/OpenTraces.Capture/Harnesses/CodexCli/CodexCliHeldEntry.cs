namespace OpenTraces.Capture.Harnesses.CodexCli;

/// <summary>An entry whose fate a later line decides.</summary>
internal sealed class CodexCliHeldEntry(int line, long size)
{
    public int Line { get; } = line;

    /// <summary>Roughly the bytes that are kept for it.</summary>
    public long Size { get; } = size;

    /// <summary>Null as long as it is open.</summary>
    public Fate? Fate { get; set; }
}
