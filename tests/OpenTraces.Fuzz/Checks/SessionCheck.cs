using System.Text.Json;
using OpenTraces.Capture;
using OpenTraces.Conformance;
using OpenTraces.Schema;

namespace OpenTraces.Fuzz.Checks;

/// <summary>Whether steps, calls, patches and fates fit together.</summary>
internal static class SessionCheck
{
    public static string? Find(RecordedSession session)
    {
        for (var i = 0; i < session.Steps.Count; i++)
        {
            if (Find(session.Steps[i], i + 1) is { } what)
                return what;
        }

        foreach (var (_, fate, reason) in session.Entries)
        {
            if (fate is EntryFate.Ignored or EntryFate.Malformed != reason is not null)
                return $"an entry that is {fate} has the reason '{reason}'";
        }

        return session.Patches.Select(patch => Find(patch, session)).FirstOrDefault(static what => what is not null);
    }

    private static string? Find(Step step, int index)
    {
        if (step.StepIndex != index)
            return $"step {step.StepIndex} stands at {index}";
        if (step.ParentStep is not null && (step.ParentStep < 1 || step.ParentStep >= index))
            return $"the parent of step {index} is {step.ParentStep}";
        if (!step.ToolCalls.Select(static c => c.ToolCallId).SequenceEqual(step.Observations.Select(static o => o.SourceCallId)) && step.ToolCalls.Count > 0)
            return $"calls and observations of step {index} differ";
        if (step.TokenUsage is not { InputTokens: >= 0, OutputTokens: >= 0, CacheReadTokens: >= 0, CacheWriteTokens: >= 0 } usage
            || usage.CacheWrite1hTokens < 0 || usage.CacheWrite1hTokens > usage.CacheWriteTokens)
            return $"the usage of step {index} is not one";
        return step.ToolCalls.All(static c => c.Input.Kind == JsonValueKind.Object) ? null : $"an input of step {index} is no object";
    }

    private static string? Find(PatchDraft patch, RecordedSession session)
    {
        if (patch.StepIndex < 1 || patch.StepIndex > session.Steps.Count)
            return $"a patch names step {patch.StepIndex} of {session.Steps.Count}";
        return session.Steps[patch.StepIndex - 1].ToolCalls.Any(c => c.ToolCallId == patch.ToolCallId)
            ? null
            : $"a patch names a call that step {patch.StepIndex} does not have";
    }
}
