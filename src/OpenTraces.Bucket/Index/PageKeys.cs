using System.Buffers.Binary;
using System.Runtime.InteropServices;
using OpenTraces.Bucket.Records;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Index;

/// <summary>A list of pages as it stands in the index: 40 bytes each, first and last item and the address.</summary>
internal static class PageKeys
{
    public const int Size = 8 + ContentHash.Size;

    public static byte[] Write(List<Page> pages)
    {
        var bytes = new byte[pages.Count * Size];
        var rest = bytes.AsSpan();
        foreach (var page in CollectionsMarshal.AsSpan(pages))
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, page.First);
            BinaryPrimitives.WriteInt32LittleEndian(rest[4..], page.Last);
            page.Address.CopyTo(rest[8..]);
            rest = rest[Size..];
        }

        return bytes;
    }

    /// <summary>A page by its place in the list.</summary>
    public static Page Read(ReadOnlySpan<byte> pages, int place)
    {
        var page = pages.Slice(place * Size, Size);
        return new Page(
            BinaryPrimitives.ReadInt32LittleEndian(page), BinaryPrimitives.ReadInt32LittleEndian(page[4..]), new ContentHash(page[8..]));
    }
}
