namespace OpenTraces.Bucket.Index;

/// <summary>Up to <see cref="MaxPages"/> successive pages of a trace and which words stand on which of them.</summary>
internal sealed record PagePart
{
    public const int MaxPages = 512;

    /// <summary>The number of its first page among the pages of the trace, from 0.</summary>
    public required int First { get; init; }

    /// <summary>The pages, as <see cref="PageKeys"/> writes them.</summary>
    public required byte[] Pages { get; init; }

    /// <summary>
    /// The words are cut into 2 to the power of this shards, by as many upper bits of their digests, so that a search
    /// reads one small shard for a word.
    /// </summary>
    public required int ShardBits { get; init; }

    /// <summary>The shards one after the other, as <see cref="WordPages"/> writes them.</summary>
    public required ReadOnlyMemory<byte> Words { get; init; }

    /// <summary>Where each shard ends in <see cref="Words"/>.</summary>
    public required int[] ShardEnds { get; init; }

    /// <summary>The shard a word belongs to, by its digest.</summary>
    public static int ShardOf(uint digest, int bits) => bits == 0 ? 0 : (int)(digest >> (32 - bits));

    /// <summary>The lowest digest that belongs to a shard.</summary>
    public static uint StartOf(int shard, int bits) => bits == 0 ? 0 : (uint)shard << (32 - bits);

    public ReadOnlyMemory<byte> Shard(int number) => Words[(number == 0 ? 0 : ShardEnds[number - 1])..ShardEnds[number]];
}
