namespace OpenTraces.Schema;

internal static class StepViewBuilder
{
    public static StepView Build(Step step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var files = new List<string>();
        var hasEdit = false;
        foreach (var call in step.ToolCalls)
            hasEdit |= EditCall.Inspect(call, files);
        return new StepView
        {
            StepIndex = step.StepIndex,
            Role = step.Role,
            Text = step.Content ?? "",
            ToolNames = [.. step.ToolCalls.Select(call => call.ToolName)],
            EditedFiles = files.Count == 0 ? [] : files,
            HasEdit = hasEdit,
            ObservationText = string.Join('\n', step.Observations.Select(TextOf)),
            HasError = step.Observations.Any(observation => !string.IsNullOrEmpty(observation.Error)),
        };
    }

    private static string TextOf(Observation observation) =>
        string.IsNullOrEmpty(observation.Content) ? observation.OutputSummary ?? "" : observation.Content;
}
