using System.Buffers;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Replay;

/// <summary>Canonical JSON laid out for people: members in order, two spaces, line feeds. Every string keeps its canonical spelling.</summary>
internal static class PrettyJson
{
    public static byte[] Write(RawJson value)
    {
        var canonical = new ArrayBufferWriter<byte>(1024);
        CanonicalJson.Write(canonical, value);
        var source = canonical.WrittenSpan;
        var output = new ArrayBufferWriter<byte>(source.Length * 2);
        var depth = 0;
        for (var at = 0; at < source.Length; at++)
        {
            var sign = source[at];
            if (sign == '"')
            {
                var end = EndOfString(source, at);
                output.Write(source[at..end]);
                at = end - 1;
                continue;
            }

            // Nothing in it: nothing to lay out.
            if (sign is (byte)'{' or (byte)'[' && source[at + 1] == sign + 2)
            {
                output.Write(source.Slice(at++, 2));
                continue;
            }

            if (sign is (byte)'}' or (byte)']')
                NewLine(output, --depth);
            output.Write(source.Slice(at, 1));
            if (sign is (byte)'{' or (byte)'[')
                NewLine(output, ++depth);
            else if (sign == ',')
                NewLine(output, depth);
            else if (sign == ':')
                output.Write(" "u8);
        }

        output.Write("\n"u8);
        return output.WrittenSpan.ToArray();
    }

    private static int EndOfString(ReadOnlySpan<byte> source, int start)
    {
        var at = start + 1;
        for (; source[at] != '"'; at++)
        {
            if (source[at] == '\\')
                at++;
        }

        return at + 1;
    }

    private static void NewLine(ArrayBufferWriter<byte> output, int depth)
    {
        output.Write("\n"u8);
        for (var i = 0; i < depth; i++)
            output.Write("  "u8);
    }
}
