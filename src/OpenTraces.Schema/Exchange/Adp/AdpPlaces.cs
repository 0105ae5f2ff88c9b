namespace OpenTraces.Schema;

/// <summary>Puts the texts of the items back into the steps they came from.</summary>
internal static class AdpPlaces
{
    /// <summary>Null when the items are not those of the steps: somebody changed the document.</summary>
    public static List<Step>? Fill(List<RawJson> places, List<RawJson> items)
    {
        var steps = new List<Step>(places.Count);
        var queue = new Queue<RawJson>(items);
        foreach (var place in places)
        {
            var step = Remainder.Read(place, StepJson.Read, static writer =>
            {
                writer.WriteNumber("step_index"u8, 0);
                writer.WriteString("role"u8, ""u8);
            });
            if (FillStep(step, queue) is not { } filled)
                return null;
            steps.Add(filled);
        }

        return queue.Count == 0 ? steps : null;
    }

    private static Step? FillStep(Step step, Queue<RawJson> items)
    {
        if (step.Role != StepRole.Agent)
            return Next(items, AdpItem.IsObservation) is { } said ? WithItem(step, said.Item, said.Json, AdpStepWriter.Said(said.Item)) : null;
        if (step.ToolCalls.Count > 0)
            return FillCalls(step, items);
        if (Next(items, static i => i.Text("class_") is "message_action") is not { } message)
            return null;
        var reasoning = message.Item.Text("reasoning_content");
        return WithItem(step, message.Item, message.Json, AdpItem.Message(AdpItem.TextOf(message.Item) ?? "", reasoning)) with { ReasoningContent = reasoning };
    }

    private static Step WithItem(Step step, ForeignObject item, RawJson json, RawJson rewritten) => step with
    {
        Content = AdpItem.TextOf(item) is { Length: > 0 } text ? text : step.Content,
        Unknown = Original.Keep(step.Unknown, AdpCodec.Kept, AdpItem.Kept(json, rewritten)),
    };

    private static Step? FillCalls(Step step, Queue<RawJson> items)
    {
        var calls = new List<ToolCall>(step.ToolCalls.Count);
        string? text = null, reasoning = null;
        foreach (var call in step.ToolCalls)
        {
            if (Next(items, AdpItem.IsCall) is not { } action)
                return null;
            var id = action.Item.Text("tool_call_id") ?? "";
            var read = AdpItem.ReadCall(action.Item, id);
            var rewritten = AdpItem.Call(read, id, action.Item.Text("description"), action.Item.Text("reasoning_content"));
            (text, reasoning) = (text ?? action.Item.Text("description"), reasoning ?? action.Item.Text("reasoning_content"));
            calls.Add(call with
            {
                Input = call.Input == RawJson.EmptyObject ? read.Input : call.Input,
                Unknown = Original.Keep(call.Unknown, AdpCodec.Kept, AdpItem.Kept(action.Json, rewritten)),
            });
        }

        return FillResults(step with { ToolCalls = calls, Content = text ?? step.Content, ReasoningContent = reasoning }, items);
    }

    private static Step? FillResults(Step step, Queue<RawJson> items)
    {
        var results = step.Observations.ToList();
        var filled = new HashSet<int>();
        foreach (var call in step.ToolCalls)
        {
            if (Next(items, AdpItem.IsObservation) is not { } answer)
                return null;
            var at = results.FindIndex(o => o.SourceCallId == call.ToolCallId && !filled.Contains(results.IndexOf(o)));
            if (at < 0)
                continue;
            filled.Add(at);
            var text = AdpItem.TextOf(answer.Item);
            var said = string.IsNullOrEmpty(text) || (results[at].Error is { } error && MessagePlaces.ErrorOf(text) == error) ? results[at].Content : text;
            var kept = AdpItem.Kept(answer.Json, AdpStepWriter.Answer(answer.Item, answer.Item.Text("tool_call_id") ?? ""));
            results[at] = results[at] with { Content = said, Unknown = Original.Keep(results[at].Unknown, AdpCodec.Kept, kept) };
        }

        return step with { Observations = results };
    }

    private static (ForeignObject Item, RawJson Json)? Next(Queue<RawJson> items, Func<ForeignObject, bool> fits)
    {
        if (!items.TryDequeue(out var json))
            return null;
        var item = Foreign.Object(json);
        return fits(item) ? (item, json) : null;
    }
}
