namespace OpenTraces.Bucket.Words;

/// <summary>A word of a <see cref="WordTable"/>.</summary>
internal struct WordEntry
{
    /// <summary>Where its bytes begin in the table.</summary>
    public int Start;

    /// <summary>The number of the last page it was seen on; -1 before the first.</summary>
    public int Page;

    /// <summary>Its number within the part of the trace that page belongs to.</summary>
    public int Local;

    public byte Length;

    public WordUses Uses;
}
