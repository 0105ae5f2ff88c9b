using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Words;

/// <summary>The searchable texts of a step: what was said, what tools were given and what they returned.</summary>
internal static class StepTexts
{
    /// <summary>So many characters of one text are searched.</summary>
    public const int MaxSearched = 1024 * 1024;

    /// <summary>In the order in which a snippet prefers them.</summary>
    public static IEnumerable<string> Of(Step step)
    {
        if (step.Content is { } content)
            yield return Cut(content);
        foreach (var call in step.ToolCalls)
        {
            yield return call.ToolName;
            foreach (var text in Strings(call.Input))
                yield return Cut(text);
        }

        foreach (var observation in step.Observations)
        {
            if (observation.Content is { } output)
                yield return Cut(output);
        }

        if (step.ReasoningContent is { } reasoning)
            yield return Cut(reasoning);
    }

    /// <summary>Every string and number inside a JSON value, without the member names.</summary>
    public static List<string> Strings(RawJson json)
    {
        var found = new List<string>();
        try
        {
            var reader = new Utf8JsonReader(json.Utf8.Span, new JsonReaderOptions { MaxDepth = TraceJson.MaxDepth });
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.String)
                    found.Add(JsonText.ReadString(ref reader));
                else if (reader.TokenType == JsonTokenType.Number)
                    found.Add(System.Text.Encoding.UTF8.GetString(reader.ValueSpan));
            }
        }
        catch (JsonException)
        {
            // Arguments are kept as the harness wrote them; what is no JSON has no strings.
        }

        return found;
    }

    private static string Cut(string text) => text.Length <= MaxSearched ? text : text[..MaxSearched];
}
