using System.Text;

namespace OpenTraces.Conformance;

/// <summary>Damages a session the way disks, tools and hands do; the same seed always in the same way.</summary>
public static class SessionMutations
{
    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e999", "123456789012345678901234567890", "0.5", "\"\"", "\"text\"", "[]", "{}", "[[],{}]",
        "{\"type\":\"text\"}", "\"\\ud800\"", "\"\\u0000\"", "[null]", "{\"a\":{\"b\":[1,\"x\"]}}",
    ];

    public static byte[] Mutate(byte[] sample, int seed)
    {
        var random = new Random(seed);
        var bytes = sample;
        for (var times = 1 + random.Next(3); times > 0; times--)
            bytes = Once(bytes, random);
        return bytes;
    }

    private static byte[] Once(byte[] bytes, Random random)
    {
        if (bytes.Length == 0)
            return bytes;
        return random.Next(12) switch
        {
            0 => bytes[..random.Next(bytes.Length)],
            1 => bytes[random.Next(bytes.Length)..],
            2 => Splice(bytes, random),
            3 or 4 or 5 => SwapValue(bytes, random),
            6 => Insert(bytes, random, Deep(random.Next(2) == 0 ? 100 : 2000)),
            7 => Flip(bytes, random),
            8 => Insert(bytes, random, [0, 0]),
            9 => [0xEF, 0xBB, 0xBF, .. bytes],
            10 => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace("\n", "\r\n", StringComparison.Ordinal)),
            _ => ShuffleLines(bytes, random),
        };
    }

    private static byte[] Splice(byte[] bytes, Random random)
    {
        var from = random.Next(bytes.Length);
        var length = random.Next(Math.Min(200, bytes.Length - from));
        return Insert(bytes, random, bytes.AsSpan(from, length).ToArray());
    }

    private static byte[] Insert(byte[] bytes, Random random, byte[] what)
    {
        var at = random.Next(bytes.Length + 1);
        return [.. bytes.AsSpan(0, at), .. what, .. bytes.AsSpan(at)];
    }

    private static byte[] Flip(byte[] bytes, Random random)
    {
        var copy = bytes.ToArray();
        for (var i = 0; i < 5; i++)
            copy[random.Next(copy.Length)] = (byte)random.Next(256);
        return copy;
    }

    private static byte[] Deep(int depth) =>
        Encoding.ASCII.GetBytes("\n{\"type\":\"user\",\"message\":" + new string('[', depth) + new string(']', depth) + "}\n");

    /// <summary>Puts another kind of value where a member's value was, so that lines stay JSON and stop making sense.</summary>
    private static byte[] SwapValue(byte[] bytes, Random random)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var colon = text.IndexOf("\":", random.Next(text.Length), StringComparison.Ordinal);
        if (colon < 0)
            return bytes;
        var start = colon + 2;
        var end = EndOfValue(text, start);
        return Encoding.UTF8.GetBytes(string.Concat(text.AsSpan(0, start), Values[random.Next(Values.Length)], text.AsSpan(end)));
    }

    private static int EndOfValue(string text, int start)
    {
        var depth = 0;
        for (var i = start; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"':
                    for (i++; i < text.Length && text[i] != '"'; i++)
                        i += text[i] == '\\' ? 1 : 0;
                    break;
                case '{' or '[':
                    depth++;
                    break;
                case '}' or ']' when depth-- == 0:
                case ',' when depth == 0:
                    return i;
                default:
                    break;
            }
        }

        return text.Length;
    }

    private static byte[] ShuffleLines(byte[] bytes, Random random)
    {
        var lines = Encoding.UTF8.GetString(bytes).Split('\n');
        random.Shuffle(lines);
        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }
}
