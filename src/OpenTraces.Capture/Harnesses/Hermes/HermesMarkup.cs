using System.Text.Json;
using OpenTraces.Capture.Harnesses.Hermes.Lines;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Hermes;

/// <summary>
/// Takes the tags out of a row's texts: <c>&lt;think&gt;</c> and <c>&lt;tool_call&gt;</c> of an answer,
/// <c>&lt;tool_response&gt;</c> of a result, <c>&lt;tools&gt;</c> of the instructions. One pass, in time linear in the text.
/// </summary>
internal static class HermesMarkup
{
    /// <summary>The list stands after at most a few mentions of the tag.</summary>
    private const int MaxToolLists = 8;

    /// <summary>What an answer says, thinks and calls. A call that is no JSON stays in the text and is counted.</summary>
    public static (string? Text, List<string> Thinking, List<HermesCall> Calls, int Malformed) ReadAnswer(string text)
    {
        var thinking = new List<string>();
        var calls = new List<HermesCall>();
        var rest = new System.Text.StringBuilder();
        var (at, malformed) = (0, 0);
        var lastCall = text.LastIndexOf("</tool_call>", StringComparison.Ordinal);
        while (at < text.Length)
        {
            var open = text.IndexOf('<', at);
            if (open < 0)
                break;
            if (Inside(text, open, "think", isOpenAllowed: true) is { } thought)
            {
                rest.Append(text, at, open - at);
                if (!text.AsSpan(thought.Start, thought.End - thought.Start).IsWhiteSpace())
                    thinking.Add(text[thought.Start..thought.End].Trim());
                at = thought.Next;
            }
            else if (open < lastCall && Inside(text, open, "tool_call", isOpenAllowed: false) is { } inner)
            {
                var call = ReadCall(text[inner.Start..inner.End]);
                rest.Append(text, at, (call is null ? inner.Next : open) - at);
                if (call is null)
                    malformed++;
                else
                    calls.Add(call);
                at = inner.Next;
            }
            else
            {
                rest.Append(text, at, open + 1 - at);
                at = open + 1;
            }
        }

        var said = rest.Append(text, at, text.Length - at).ToString().Trim();
        return (said.Length == 0 ? null : said, thinking, calls, malformed);
    }

    /// <summary>The results in a text, in order; the text itself when it has no tags.</summary>
    public static List<HermesResult> ReadResults(string text)
    {
        var results = new List<HermesResult>();
        for (var at = text.IndexOf('<'); at >= 0; at = text.IndexOf('<', at))
        {
            if (Inside(text, at, "tool_response", isOpenAllowed: true) is not { } inner)
            {
                at++;
                continue;
            }

            results.Add(ReadResult(text[inner.Start..inner.End].Trim()));
            at = inner.Next;
        }

        if (results.Count == 0)
            results.Add(new HermesResult(null, text));
        return results;
    }

    /// <summary>The tools that instructions list; null when they list none.</summary>
    public static RawJson? ReadTools(string text)
    {
        // The word also stands in running text, with nothing between the tags.
        var at = -1;
        for (var attempt = 0; attempt < MaxToolLists; attempt++)
        {
            at = text.IndexOf("<tools>", at + 1, StringComparison.Ordinal);
            if (at < 0)
                return null;
            if (Inside(text, at, "tools", isOpenAllowed: false) is { } inner
                && text.AsSpan(inner.Start).TrimStart().StartsWith('[')
                && HermesJson.TryParse(text[inner.Start..inner.End]) is { Kind: JsonValueKind.Array } tools)
                return tools;
        }

        return null;
    }

    private static HermesCall? ReadCall(string json)
    {
        if (HermesJson.TryParse(json) is not { Kind: JsonValueKind.Object } call || call.GetString("name"u8) is not { Length: > 0 } name)
            return null;
        var arguments = call.TryGetMember("arguments"u8, out var value) ? HermesJson.Arguments(value.Utf8.Span) : RawJson.EmptyObject;
        return new HermesCall(call.GetString("tool_call_id"u8) ?? call.GetString("id"u8), name, arguments);
    }

    private static HermesResult ReadResult(string json)
    {
        if (HermesJson.TryParse(json) is not { Kind: JsonValueKind.Object } result || !result.TryGetMember("content"u8, out var content))
            return new HermesResult(null, json);
        return new HermesResult(result.GetString("tool_call_id"u8), content.AsString() ?? content.ToString())
        {
            Tool = result.GetString("name"u8),
        };
    }

    /// <summary>What stands between a tag at this place and its end; null when no such tag starts here.</summary>
    private static (int Start, int End, int Next)? Inside(string text, int at, string tag, bool isOpenAllowed)
    {
        var name = text.AsSpan(at + 1);
        if (!name.StartsWith(tag, StringComparison.Ordinal) || name.Length <= tag.Length || name[tag.Length] != '>')
            return null;
        var start = at + tag.Length + 2;
        var end = text.IndexOf("</" + tag + ">", start, StringComparison.Ordinal);
        if (end >= 0)
            return (start, end, end + tag.Length + 3);
        // An answer that was cut off in the middle of a thought is all thought; a call without an end is no call.
        return isOpenAllowed ? (start, text.Length, text.Length) : null;
    }
}
