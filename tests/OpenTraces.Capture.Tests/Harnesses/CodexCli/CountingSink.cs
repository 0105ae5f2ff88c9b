using OpenTraces.Schema;

namespace OpenTraces.Capture.Tests.Harnesses.CodexCli;

/// <summary>Counts, and keeps no step: how many were started and not yet reported, at most.</summary>
internal sealed class CountingSink : ISessionSink
{
    private int _started;

    public int Steps { get; private set; }

    public int MostHeld { get; private set; }

    public List<string> Unanswered { get; } = [];

    public List<string> Orphans { get; } = [];

    public Dictionary<string, int> Ignored { get; } = [];

    public List<int> Lines { get; } = [];

    public void Entry(int line, EntryFate fate, string? reason = null)
    {
        Lines.Add(line);
        if (fate == EntryFate.Mapped)
            MostHeld = Math.Max(MostHeld, ++_started - Steps);
        if (reason is not null)
            Ignored[reason] = Ignored.GetValueOrDefault(reason) + 1;
    }

    public ValueTask StepAsync(Step step, CancellationToken cancellationToken = default)
    {
        Steps++;
        return ValueTask.CompletedTask;
    }

    public void UnknownType(string type)
    {
    }

    public void Patch(PatchDraft patch)
    {
    }

    public void CallWithoutResult(string toolCallId) => Unanswered.Add(toolCallId);

    public void ResultWithoutCall(string toolCallId) => Orphans.Add(toolCallId);
}
