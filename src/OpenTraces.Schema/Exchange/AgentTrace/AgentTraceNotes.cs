using System.Globalization;

namespace OpenTraces.Schema;

/// <summary>
/// What of the steps and patches is not in a document that reading takes no steps from: files by their paths, steps by their
/// addresses, models by the contributors.
/// </summary>
internal static class AgentTraceNotes
{
    private const string WroteNothing = "A step that left no lines is not in an Agent Trace record.";

    /// <summary>Members that <see cref="Add"/> counts itself.</summary>
    public static IReadOnlyList<string> Counted { get; } =
        ["agent.model", "steps[].step_index", "steps[].model", "patches[].file_path", "patches[].step_index"];

    public static void Add(LossNotes notes, TraceRecord record, Attribution attribution, IReadOnlyList<TracePatch> patches)
    {
        var models = new HashSet<string>(StringComparer.Ordinal);
        var steps = new HashSet<int>();
        foreach (var conversation in attribution.Files.SelectMany(static f => f.Conversations))
        {
            models.UnionWith(conversation.Ranges.Select(static r => r.Contributor).Append(conversation.Contributor)
                .Select(static c => c?.GetValueOrDefault("model_id")).OfType<string>());
            if (StepOf(conversation.Url, record.TraceId) is { } step)
                steps.Add(step);
        }

        var paths = new PatchPaths(patches);
        var files = attribution.Files.Select(static f => f.Path).ToHashSet(StringComparer.Ordinal);
        notes.Add("agent.model", LossKind.Dropped, "No lines are of this model alone.", record.Agent.Model is { } model && !models.Contains(model) ? 1 : 0);
        notes.Add("steps[].step_index", LossKind.Dropped, WroteNothing, record.Steps.Count(s => !steps.Contains(s.StepIndex)));
        notes.Add("steps[].model", LossKind.Dropped, WroteNothing,
            record.Steps.Count(s => s.Model is { } said && !(steps.Contains(s.StepIndex) && models.Contains(said))));
        notes.Add("patches[].file_path", LossKind.Dropped, "A file without lines of the session is not in an Agent Trace record.",
            record.Patches.Count(p => !files.Contains(p.FilePath) && !(paths.Of(p.FilePath, null) is { } path && files.Contains(path))));
        notes.Add("patches[].step_index", LossKind.Dropped, WroteNothing, record.Patches.Count(p => p.StepIndex is { } step && !steps.Contains(step)));
    }

    private static int? StepOf(string? url, string traceId)
    {
        var start = $"opentraces://{traceId}/step_";
        return url is not null && url.StartsWith(start, StringComparison.Ordinal)
            && int.TryParse(url.AsSpan(start.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : null;
    }
}
