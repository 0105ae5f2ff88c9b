namespace OpenTraces.Schema.Tests.Slicing;

internal static class Views
{
    public static StepView User(string text) => new() { StepIndex = 1, Role = StepRole.User, Text = text };

    public static StepView Agent(string text = "") => new() { StepIndex = 1, Role = StepRole.Agent, Text = text };

    public static StepView Edit(params string[] files) =>
        new() { StepIndex = 1, Role = StepRole.Agent, Text = "", HasEdit = true, EditedFiles = files };

    /// <summary>The spans as text, for example <c>(0,2)(3,5)</c>.</summary>
    public static string Spans(ISlicer slicer, params StepView[] steps) =>
        string.Concat(slicer.Slice(steps).Trajectories.Select(piece => $"({piece.Start},{piece.End})"));
}
