using OpenTraces.SideBySide.Parsing;

namespace OpenTraces.SideBySide.Bucket;

/// <summary>Session text of a given length, the same on every machine.</summary>
internal static class GeneratedBytes
{
    public static byte[] Session(int length, int seed = 20260106)
    {
        using var stream = new MemoryStream(length + (64 << 10));
        new GeneratedSession("claude-code", stream, seed).Write(length);
        return stream.GetBuffer().AsSpan(0, length).ToArray();
    }

    /// <summary>Distinct small blobs, cut out of one text.</summary>
    public static byte[][] Small(int count)
    {
        var text = Session(count * SmallBlobs.Length);
        return [.. Enumerable.Range(0, count).Select(i => text.AsSpan(i * SmallBlobs.Length, SmallBlobs.Length).ToArray())];
    }
}
