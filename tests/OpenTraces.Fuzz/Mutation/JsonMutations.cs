using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OpenTraces.Fuzz.Mutation;

/// <summary>Puts another value where a value was: another kind, too deep, too large, too long, half a surrogate pair.</summary>
internal static class JsonMutations
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "-0.0", "1e999", "-1e999", "123456789012345678901234567890", "9223372036854775807",
        "-9223372036854775808", "2147483648", "0.1", "1e-400", "\"\"", "\"text\"", "[]", "{}", "[[],{}]", "[null]", "[1,\"x\",{}]",
        "{\"type\":\"text\",\"text\":7}", "\"\\ud800\"", "\"a\\udc00b\"", "\"\\u0000\"", "\"\\u2028\"", "{\"\":{}}", "{\"a\":1,\"a\":2}",
        "\"2026-13-45T99:00:00Z\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999+14:00\"", "\"../../etc\"", "\"C:\\\\x\\\\y\"",
        "\"*** Begin Patch\\n*** Update File: a\\n@@\\n-x\\n+y\\n*** End Patch\"", "\"@@ -1,1 +1,1 @@\\n-a\\n+b\"", "\"@@ -1,99999999999 +0 @@\"",
    ];

    public static byte[] Apply(byte[] line, Random random)
    {
        var values = ValuesOf(line);
        if (values.Count == 0)
            return line;
        var place = values[random.Next(values.Count)];
        return [.. line.AsSpan(0, place.Start.Value), .. Other(line, values, random), .. line.AsSpan(place.End.Value)];
    }

    /// <summary>Names and values of the outermost object; none when the line is not one.</summary>
    public static List<(Range Name, Range Value)> TopMembers(byte[] line)
    {
        var members = new List<(Range, Range)>();
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 512 });
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = (int)reader.TokenStartIndex..(int)(reader.TokenStartIndex + reader.ValueSpan.Length + 2);
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                members.Add((name, start..(int)reader.BytesConsumed));
            }
        }
        catch (JsonException)
        {
            return [];
        }

        return members;
    }

    private static byte[] Other(byte[] line, List<Range> values, Random random)
    {
        switch (random.Next(12))
        {
            case 0:
                var depth = 10 + random.Next(1200);
                return Encoding.ASCII.GetBytes(new string('[', depth) + new string(']', depth));
            case 1:
                return Encoding.ASCII.GetBytes('"' + new string((char)('a' + random.Next(26)), 1 + random.Next(40_000)) + '"');
            case 2:
                return Encoding.ASCII.GetBytes(random.NextInt64(long.MinValue, long.MaxValue).ToString(CultureInfo.InvariantCulture));
            case 3 or 4 or 5:
                return line[values[random.Next(values.Count)]];
            default:
                return Encoding.UTF8.GetBytes(Values[random.Next(Values.Length)]);
        }
    }

    /// <summary>Every value of the line, at every depth.</summary>
    private static List<Range> ValuesOf(byte[] line)
    {
        var values = new List<Range>();
        var open = new Stack<int>();
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 512 });
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        open.Push((int)reader.TokenStartIndex);
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        values.Add(open.Pop()..(int)reader.BytesConsumed);
                        break;
                    case JsonTokenType.PropertyName:
                        break;
                    default:
                        values.Add((int)reader.TokenStartIndex..(int)reader.BytesConsumed);
                        break;
                }
            }
        }
        catch (JsonException)
        {
            // The values before the break are enough.
        }

        return values;
    }
}
