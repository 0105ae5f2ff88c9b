using System.Globalization;
using System.Text;

namespace OpenTraces.Bucket.Tests;

/// <summary>Content made from a number, the same every time.</summary>
internal static class Samples
{
    /// <summary>Bytes nothing can compress.</summary>
    public static byte[] Bytes(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Lines as an agent writes them: repetitive around what is new in each.</summary>
    public static byte[] Lines(int seed, int atLeast)
    {
        var random = new Random(seed);
        var text = new StringBuilder(atLeast + 1024);
        for (var i = 0; text.Length < atLeast; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{{\"type\":\"assistant\",\"uuid\":\"{random.NextInt64():x16}\",\"line\":{i},");
            text.Append("\"message\":{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"");
            for (var word = random.Next(5, 120); word > 0; word--)
                text.Append(Words[random.Next(Words.Length)]).Append(' ');
            text.Append("\"}],\"usage\":{\"input_tokens\":").Append(random.Next(100_000));
            text.Append(CultureInfo.InvariantCulture, $",\"output_tokens\":{random.Next(4000)}}}}}}}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static readonly string[] Words =
        "the file was changed so that every reader sees one head of the log and a test proves it for each writer while build errors are shown in a table with their line and column numbers"
            .Split(' ');
}
