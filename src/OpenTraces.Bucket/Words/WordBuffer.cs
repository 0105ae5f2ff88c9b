namespace OpenTraces.Bucket.Words;

/// <summary>What a <see cref="FoldedReader"/> works in, to be used for one text after the other.</summary>
internal sealed class WordBuffer
{
    /// <summary>So many characters are folded at once.</summary>
    public const int Block = 1024;

    /// <summary>Where a word that is not all ASCII stands in <see cref="Bytes"/>.</summary>
    public const int Encoded = Block;

    /// <summary>A folded block, a word behind it, and room to read eight bytes wherever a word begins.</summary>
    public byte[] Bytes { get; } = new byte[Block + WordReader.MaxUtf8Length + sizeof(ulong)];

    /// <summary>A bit for each character of the block: whether it is a letter or a digit.</summary>
    public ulong[] Letters { get; } = new ulong[Block / 64];
}
