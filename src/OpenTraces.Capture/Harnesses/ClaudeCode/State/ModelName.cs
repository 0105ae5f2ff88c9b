namespace OpenTraces.Capture.Harnesses.ClaudeCode.State;

internal static class ModelName
{
    /// <summary>The model of lines the harness wrote itself; nobody was billed for them.</summary>
    public const string Synthetic = "<synthetic>";

    /// <summary><c>provider/model</c>; null for none and for the harness's own lines.</summary>
    public static string? Normalise(string? model)
    {
        if (string.IsNullOrEmpty(model) || model == Synthetic)
            return null;
        return model.StartsWith("claude-", StringComparison.Ordinal) || model.StartsWith("claude_", StringComparison.Ordinal)
            ? "anthropic/" + model
            : model;
    }
}
