using System.Globalization;
using System.Text;
using OpenTraces.SideBySide.Parsing;

namespace OpenTraces.SideBySide.Bucket;

/// <summary>
/// Blobs of 700 bytes that look like one record of a session each, one after the other in a file. The same number gives the
/// same bytes on every machine, and no two of them are equal.
/// </summary>
internal static class SmallBlobs
{
    public const int Length = 700;

    private const int Seed = 20260103;
    private const int Buffer = 1 << 20;

    public static void Write(int count, string path)
    {
        var text = new GeneratedText(Seed);
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, Buffer);
        var blob = new byte[Length];
        for (var i = 0; i < count; i++)
        {
            Fill(blob, i, text);
            file.Write(blob);
        }
    }

    /// <summary>The blobs of a file in order; each is valid until the next one is taken.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, Buffer);
        var blob = new byte[Length];
        while (file.ReadAtLeast(blob, Length, throwOnEndOfStream: false) == Length)
            yield return blob;
    }

    /// <summary>The same blobs as a stream for <c>git fast-import</c>, the n-th with the mark n.</summary>
    public static void WriteGitStream(string path, string stream)
    {
        using var output = new FileStream(stream, FileMode.Create, FileAccess.Write, FileShare.Read, Buffer);
        var mark = 0;
        foreach (var blob in Read(path))
        {
            output.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob\nmark :{++mark}\ndata {Length}\n")));
            output.Write(blob.Span);
            output.WriteByte((byte)'\n');
        }

        output.Write("checkpoint\ndone\n"u8);
    }

    private static void Fill(byte[] blob, int index, GeneratedText text)
    {
        using var stream = new MemoryStream(2 * Length);
        stream.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"{{\"step_index\":{index},\"role\":\"agent\",\"tool_call_id\":\"call_{(uint)(index * 2654435761L):x8}{index:x6}\",\"model\":\"claude-opus-4-6\",\"input_tokens\":{text.Next(3, 90000)},\"output_tokens\":{text.Next(1, 2000)},\"content\":\"")));
        text.Write(stream, Length);
        stream.Position = 0;
        stream.ReadExactly(blob);
        "\"}"u8.CopyTo(blob.AsSpan(Length - 2));
    }
}
