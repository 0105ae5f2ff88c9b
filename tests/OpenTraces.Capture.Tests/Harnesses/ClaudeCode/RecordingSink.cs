using OpenTraces.Schema;

namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode;

/// <summary>Keeps everything a parser reports.</summary>
internal sealed class RecordingSink : ISessionSink
{
    public List<(int Line, EntryFate Fate, string? Reason)> Entries { get; } = [];

    public List<string> UnknownTypes { get; } = [];

    public List<Step> Steps { get; } = [];

    public List<PatchDraft> Patches { get; } = [];

    public List<SessionMedia> MediaMet { get; } = [];

    public List<string> Unanswered { get; } = [];

    public List<string> Orphans { get; } = [];

    public void Entry(int line, EntryFate fate, string? reason = null) => Entries.Add((line, fate, reason));

    public void UnknownType(string type) => UnknownTypes.Add(type);

    public ValueTask StepAsync(Step step, CancellationToken cancellationToken = default)
    {
        Steps.Add(step);
        return ValueTask.CompletedTask;
    }

    public void Patch(PatchDraft patch) => Patches.Add(patch);

    public void Media(SessionMedia media) => MediaMet.Add(media);

    public void CallWithoutResult(string toolCallId) => Unanswered.Add(toolCallId);

    public void ResultWithoutCall(string toolCallId) => Orphans.Add(toolCallId);
}
