using OpenTraces.Capture;
using OpenTraces.Schema;

namespace OpenTraces.SideBySide.Parsing;

/// <summary>A sink that counts steps and keeps nothing, so that what is measured is the parser's own.</summary>
internal sealed class NothingKept : ISessionSink
{
    public int Steps { get; private set; }

    public void Entry(int line, EntryFate fate, string? reason = null)
    {
    }

    public void UnknownType(string type)
    {
    }

    public ValueTask StepAsync(Step step, CancellationToken cancellationToken = default)
    {
        Steps++;
        return ValueTask.CompletedTask;
    }

    public void Patch(PatchDraft patch)
    {
    }

    public void CallWithoutResult(string toolCallId)
    {
    }

    public void ResultWithoutCall(string toolCallId)
    {
    }
}
