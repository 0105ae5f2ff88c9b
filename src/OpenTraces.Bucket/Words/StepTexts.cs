using System.Buffers;
using System.Text;
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
            yield return Beginning(content);
        foreach (var call in step.ToolCalls)
        {
            yield return call.ToolName;
            foreach (var text in Strings(call.Input))
                yield return Beginning(text);
        }

        foreach (var observation in step.Observations)
        {
            if (observation.Content is { } output)
                yield return Beginning(output);
        }

        if (step.ReasoningContent is { } reasoning)
            yield return Beginning(reasoning);
    }

    /// <summary>The same texts, one after the other, of which none is kept.</summary>
    public static void Visit(Step step, TextVisitor visit)
    {
        visit(Cut(step.Content));
        foreach (var call in step.ToolCalls)
        {
            visit(call.ToolName);
            VisitStrings(call.Input, visit);
        }

        foreach (var observation in step.Observations)
            visit(Cut(observation.Content));
        visit(Cut(step.ReasoningContent));
    }

    /// <summary>Every string and number inside a JSON value, without the member names.</summary>
    public static List<string> Strings(RawJson json)
    {
        var found = new List<string>();
        VisitStrings(json, text => found.Add(text.ToString()), int.MaxValue);
        return found;
    }

    private static void VisitStrings(RawJson json, TextVisitor visit, int most = MaxSearched)
    {
        char[] units = [];
        try
        {
            var reader = new Utf8JsonReader(json.Utf8.Span, new JsonReaderOptions { MaxDepth = TraceJson.MaxDepth });
            while (reader.Read())
            {
                if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
                    continue;
                if (reader.ValueIsEscaped)
                {
                    var text = JsonText.ReadString(ref reader);
                    visit(text.AsSpan(0, Math.Min(text.Length, most)));
                    continue;
                }

                if (units.Length < reader.ValueSpan.Length)
                {
                    ArrayPool<char>.Shared.Return(units);
                    units = ArrayPool<char>.Shared.Rent(reader.ValueSpan.Length);
                }

                visit(units.AsSpan(0, Math.Min(Encoding.UTF8.GetChars(reader.ValueSpan, units), most)));
            }
        }
        catch (JsonException)
        {
            // Arguments are kept as the harness wrote them; what is no JSON has no strings.
        }
        finally
        {
            ArrayPool<char>.Shared.Return(units);
        }
    }

    private static string Beginning(string text) => text.Length <= MaxSearched ? text : text[..MaxSearched];

    private static ReadOnlySpan<char> Cut(string? text) => text.AsSpan(0, Math.Min(text?.Length ?? 0, MaxSearched));
}
