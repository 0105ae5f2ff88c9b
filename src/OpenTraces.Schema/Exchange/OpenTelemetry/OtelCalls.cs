namespace OpenTraces.Schema;

/// <summary>A call with the result that answers it, and where that stands among the step's results when not in the order of the calls.</summary>
internal sealed record OtelCalls(ToolCall Call, Observation? Result, int? Index)
{
    /// <summary>The calls of a step, and the results that answer none.</summary>
    public static (List<OtelCalls> Calls, List<Observation> Others) Of(Step step)
    {
        var open = new List<int>(Enumerable.Range(0, step.Observations.Count));
        var calls = new List<OtelCalls>(step.ToolCalls.Count);
        foreach (var call in step.ToolCalls)
        {
            var at = open.FindIndex(i => step.Observations[i].SourceCallId == call.ToolCallId);
            calls.Add(at < 0 ? new OtelCalls(call, null, null) : new OtelCalls(call, step.Observations[open[at]], open[at]));
            if (at >= 0)
                open.RemoveAt(at);
        }

        var answered = calls.Where(static c => c.Index is not null).Select(static c => c.Index!.Value).ToList();
        var inOrder = open.Count == 0 && answered.SequenceEqual(Enumerable.Range(0, answered.Count));
        return (inOrder ? calls.ConvertAll(static c => c with { Index = null }) : calls, open.ConvertAll(i => step.Observations[i]));
    }

    /// <summary>The results in the order they had.</summary>
    public static List<Observation> Results(IReadOnlyList<(Observation Result, int? Index)> answered, IReadOnlyList<Observation> others)
    {
        var places = new Observation?[answered.Count + others.Count];
        var rest = new List<Observation>();
        foreach (var entry in answered)
        {
            if (entry.Index is not { } at || at < 0 || at >= places.Length || places[at] is not null)
                rest.Add(entry.Result);
            else
                places[at] = entry.Result;
        }

        var left = new Queue<Observation>(rest.Concat(others));
        for (var i = 0; i < places.Length; i++)
            places[i] ??= left.Dequeue();
        return [.. places.Select(static p => p!)];
    }
}
