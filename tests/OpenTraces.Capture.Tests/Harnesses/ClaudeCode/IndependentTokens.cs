using System.Text.Json;

namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode;

/// <summary>Counts the tokens of a session by another way than the parser: whole documents, one maximum per message id.</summary>
internal static class IndependentTokens
{
    public static (long Input, long Output, long CacheRead, long CacheWrite) Count(string path)
    {
        var text = File.ReadAllText(path);
        var objects = path.EndsWith(".json", StringComparison.Ordinal) ? Document(text) : Lines(text);
        var byMessage = new Dictionary<string, (long Input, long Output, long Read, long Write)>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in objects)
        {
            number++;
            var owner = Member(Member(line, "data"), "message") is { ValueKind: JsonValueKind.Object } nested ? nested : line;
            if (!IsAssistant(owner) || Member(owner, "message") is not { ValueKind: JsonValueKind.Object } message
                || Member(message, "usage") is not { ValueKind: JsonValueKind.Object } usage
                || Member(message, "model")?.ToString() == "<synthetic>")
                continue;
            var key = Member(message, "id")?.ToString() ?? $"line {number}";
            var output = Number(usage, "output_tokens");
            if (!byMessage.TryGetValue(key, out var known) || output >= known.Output)
                byMessage[key] = (Number(usage, "input_tokens"), output, Number(usage, "cache_read_input_tokens"), Number(usage, "cache_creation_input_tokens"));
        }

        return (byMessage.Values.Sum(u => u.Input), byMessage.Values.Sum(u => u.Output),
            byMessage.Values.Sum(u => u.Read), byMessage.Values.Sum(u => u.Write));
    }

    private static bool IsAssistant(JsonElement line) =>
        (Member(line, "type") ?? Member(Member(line, "message"), "role"))?.ToString() == "assistant";

    private static List<JsonElement> Document(string text) =>
        [.. JsonDocument.Parse(text).RootElement.GetProperty("loglines").EnumerateArray()];

    private static IEnumerable<JsonElement> Lines(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            // Two objects may share a line.
            foreach (var part in line.Replace("}{\"", "}\u0001{\"", StringComparison.Ordinal).Split('\u0001'))
            {
                if (TryParse(part) is { ValueKind: JsonValueKind.Object } value)
                    yield return value;
            }
        }
    }

    private static JsonElement? TryParse(string text)
    {
        try
        {
            return JsonDocument.Parse(text).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? Member(JsonElement? value, string name) =>
        value is { ValueKind: JsonValueKind.Object } element && element.TryGetProperty(name, out var member)
        && member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    private static long Number(JsonElement usage, string name) =>
        Member(usage, name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : 0;
}
