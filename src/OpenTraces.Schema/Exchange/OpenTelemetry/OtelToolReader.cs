using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Joins the calls a model asked for with the spans that ran them.</summary>
internal static class OtelToolReader
{
    public static (List<ToolCall> Calls, List<(Observation Result, int? Index)> Answered) Read(List<ForeignObject> asked, List<OtelSpan> ran)
    {
        var calls = new List<ToolCall>();
        var answered = new List<(Observation, int?)>();
        var open = ran.ToList();
        foreach (var part in asked)
        {
            var id = part.Text("id") ?? "";
            var span = open.Find(s => (s.Text(OtelNames.ToolCallId) ?? "") == id);
            if (span is not null)
                open.Remove(span);
            Add(id, part.Text("name") ?? "", part.Has("arguments") ? part["arguments"] : RawJson.EmptyObject, span);
        }

        foreach (var span in open)
        {
            var arguments = span.Structure(OtelNames.ToolArguments);
            Add(span.Text(OtelNames.ToolCallId) ?? "", span.Text(OtelNames.ToolName) ?? "",
                arguments.Kind == JsonValueKind.Null ? RawJson.EmptyObject : arguments, span);
        }

        return (calls, answered);

        void Add(string id, string name, RawJson input, OtelSpan? span)
        {
            var carried = Remainder.Read(span?.Structure(OtelNames.Call) ?? default, ToolCallJson.Read, writer =>
            {
                writer.WriteText("tool_call_id"u8, id);
                writer.WriteText("tool_name"u8, name);
            });
            calls.Add(carried with { Input = input });
            if (span is not null && Result(span, id) is { } result)
                answered.Add((result, (int?)span.Count(OtelNames.ObservationIndex)));
        }
    }

    private static Observation? Result(OtelSpan span, string id)
    {
        if (!span.Has(OtelNames.Observation) && !span.Has(OtelNames.ToolResult) && !span.Has(OtelNames.ErrorType))
            return null;
        var carried = Remainder.Read(span.Structure(OtelNames.Observation), ObservationJson.Read, writer => writer.WriteText("source_call_id"u8, id));
        var text = span.Text(OtelNames.ToolResult);
        if (text is null && span.Structure(OtelNames.ToolResult) is { Kind: not JsonValueKind.Null } structure)
            text = structure.ToString();
        return carried with { Content = text, Error = span.Text(OtelNames.ErrorType) };
    }
}
