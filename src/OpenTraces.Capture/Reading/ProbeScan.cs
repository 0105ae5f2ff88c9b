using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Reading;

/// <summary>Lists the first objects of a probe, on lines of their own or not. Anything that is no JSON is stepped over.</summary>
internal static class ProbeScan
{
    private const int MaxObjects = 32;
    private const int MaxText = 256;
    private static readonly JsonReaderOptions Options = new() { MaxDepth = TraceJson.MaxDepth, AllowMultipleValues = true };

    public static IReadOnlyList<ProbeObject> Objects(HarnessProbe probe) => Objects(probe.Header, MaxObjects);

    /// <summary>The objects a file begins with, at most so many.</summary>
    public static IReadOnlyList<ProbeObject> Objects(ReadOnlySpan<byte> header, int limit)
    {
        var objects = new List<ProbeObject>();
        var rest = header;
        if (rest.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            rest = rest[3..];
        while (!rest.IsEmpty && objects.Count < limit)
        {
            var taken = Scan(rest, objects, limit);
            if (taken >= rest.Length)
                break;
            var feed = rest[taken..].IndexOf((byte)'\n');
            if (feed < 0)
                break;
            rest = rest[(taken + feed + 1)..];
        }

        return objects;
    }

    /// <summary>Reads values up to the first fault, and returns where the value with the fault starts.</summary>
    private static int Scan(ReadOnlySpan<byte> bytes, List<ProbeObject> objects, int limit)
    {
        var reader = new Utf8JsonReader(bytes, isFinalBlock: false, new JsonReaderState(Options));
        var start = 0;
        ProbeObject? current = null;
        try
        {
            while (objects.Count < limit && reader.Read())
            {
                start = (int)reader.TokenStartIndex;
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    current = new ProbeObject();
                    objects.Add(current);
                    if (!ReadMembers(ref reader, current, prefix: ""))
                        return bytes.Length;
                    current.IsComplete = true;
                }
                else if (reader.TokenType == JsonTokenType.StartArray)
                {
                    // Only a document whose items are the entries; its items are read as if they stood alone.
                    return ScanItems(ref reader, objects, limit) ? (int)reader.BytesConsumed : bytes.Length;
                }
            }

            return bytes.Length;
        }
        catch (JsonException)
        {
            if (current is { IsComplete: false })
                objects.Remove(current);
            return start > 0 && current is { IsComplete: true } ? (int)reader.BytesConsumed : start;
        }
    }

    private static bool ScanItems(ref Utf8JsonReader reader, List<ProbeObject> objects, int limit)
    {
        while (objects.Count < limit && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                if (!reader.TrySkip())
                    return false;
                continue;
            }

            var item = new ProbeObject();
            objects.Add(item);
            if (!ReadMembers(ref reader, item, prefix: ""))
                return false;
            item.IsComplete = true;
        }

        return reader.TokenType == JsonTokenType.EndArray;
    }

    /// <summary>False when the probe ends first.</summary>
    private static bool ReadMembers(ref Utf8JsonReader reader, ProbeObject into, string prefix)
    {
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                return true;
            var path = prefix + (reader.ValueSpan.Length <= MaxText ? JsonText.ReadString(ref reader) : "");
            if (!reader.Read())
            {
                into.Add(path, null);
                return false;
            }

            var isText = reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= MaxText;
            into.Add(path, isText ? JsonText.ReadString(ref reader) : null);
            if (reader.TokenType == JsonTokenType.StartObject && prefix.Length == 0)
            {
                if (!ReadMembers(ref reader, into, path + "."))
                    return false;
            }
            else if (!reader.TrySkip())
            {
                // A value longer than the probe: what follows it is not seen.
                return false;
            }
        }

        return false;
    }
}
