using System.Buffers.Binary;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Blobs.Streams;

/// <summary>
/// What a stream consists of: optionally all of an older object, then chunks. A manifest on top of another is as small as
/// what was added; after <see cref="MaxDepth"/> of them the next one lists everything.
/// </summary>
internal sealed record StreamManifest(long Length, int Depth, ContentHash? Base, long BaseLength, IReadOnlyList<ChunkRef> Chunks)
{
    public const int MaxDepth = 128;

    private const byte Version = 1;
    private const int HeadSize = 10;
    private const int BaseSize = ContentHash.Size + 8;
    private const int ChunkSize = ContentHash.Size + 4;

    public byte[] ToBytes()
    {
        var bytes = new byte[HeadSize + (Base is null ? 0 : BaseSize) + 4 + (Chunks.Count * ChunkSize)];
        bytes[0] = Version;
        bytes[1] = (byte)Depth;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(2), Length);
        var rest = bytes.AsSpan(HeadSize);
        if (Base is { } older)
        {
            older.CopyTo(rest);
            BinaryPrimitives.WriteInt64LittleEndian(rest[ContentHash.Size..], BaseLength);
            rest = rest[BaseSize..];
        }

        BinaryPrimitives.WriteInt32LittleEndian(rest, Chunks.Count);
        rest = rest[4..];
        foreach (var chunk in Chunks)
        {
            chunk.Address.CopyTo(rest);
            BinaryPrimitives.WriteInt32LittleEndian(rest[ContentHash.Size..], chunk.Length);
            rest = rest[ChunkSize..];
        }

        return bytes;
    }

    /// <summary>Null when the bytes are no manifest, or its lengths do not add up.</summary>
    public static StreamManifest? TryParse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeadSize + 4 || bytes[0] != Version || bytes[1] > MaxDepth)
            return null;
        var depth = bytes[1];
        var length = BinaryPrimitives.ReadInt64LittleEndian(bytes[2..]);
        var rest = bytes[HeadSize..];
        ContentHash? older = null;
        var baseLength = 0L;
        if (depth > 0)
        {
            if (rest.Length < BaseSize + 4)
                return null;
            older = new ContentHash(rest[..ContentHash.Size]);
            baseLength = BinaryPrimitives.ReadInt64LittleEndian(rest[ContentHash.Size..]);
            rest = rest[BaseSize..];
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(rest);
        rest = rest[4..];
        if (count < 0 || baseLength < 0 || rest.Length != (long)count * ChunkSize)
            return null;
        var chunks = new ChunkRef[count];
        var total = baseLength;
        for (var i = 0; i < count; i++, rest = rest[ChunkSize..])
        {
            var chunkLength = BinaryPrimitives.ReadInt32LittleEndian(rest[ContentHash.Size..]);
            if (chunkLength <= 0)
                return null;
            chunks[i] = new ChunkRef(new ContentHash(rest[..ContentHash.Size]), chunkLength);
            total += chunkLength;
        }

        return total == length ? new StreamManifest(length, depth, older, baseLength, chunks) : null;
    }
}
