namespace OpenTraces.Bucket.Words;

/// <summary>A word of a <see cref="WordTable"/>. It moves when a word is added.</summary>
internal struct WordEntry
{
    /// <summary>The word itself when it is short, else a digest; 0 is a free place.</summary>
    public ulong Key;

    /// <summary>In the order of first appearance, from 0.</summary>
    public int Number;

    /// <summary>The number of the last page it was seen on; -1 before the first.</summary>
    public int Page;

    /// <summary>Its number within the part of the trace that page belongs to.</summary>
    public int Local;

    public WordUses Uses;
}
