namespace OpenTraces.Schema;

/// <summary>Where the steps of a record and the calls in them stand.</summary>
internal sealed class StepTable
{
    private readonly Dictionary<int, int> _positions = [];
    private readonly Dictionary<string, int> _calls = new(StringComparer.Ordinal);
    private readonly HashSet<string> _answered = new(StringComparer.Ordinal);

    public static StepTable Of(IReadOnlyList<Step> steps)
    {
        var table = new StepTable();
        for (var i = 0; i < steps.Count; i++)
        {
            table._positions.TryAdd(steps[i].StepIndex, i);
            foreach (var call in steps[i].ToolCalls)
                table._calls.TryAdd(call.ToolCallId, i);
            foreach (var observation in steps[i].Observations)
                table._answered.Add(observation.SourceCallId);
        }

        return table;
    }

    /// <summary>The position of the first step with this index; null when there is none.</summary>
    public int? PositionOf(int stepIndex) => _positions.TryGetValue(stepIndex, out var at) ? at : null;

    /// <summary>The position of the first step with a call of this id; null when there is none.</summary>
    public int? PositionOfCall(string callId) => _calls.TryGetValue(callId, out var at) ? at : null;

    public bool IsAnswered(string callId) => _answered.Contains(callId);
}
