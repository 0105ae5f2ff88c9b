using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.CodexCli;

/// <summary>
/// Reports entries in the order of the file, also where the fate of one is known only some lines later. How long that may
/// take is bounded; what is not decided by then was an answer without a call.
/// </summary>
internal sealed class CodexCliEntries(ISessionSink sink) : ISessionSink
{
    private const int MostHeld = 4096;
    private const long MostBytes = 16 * 1024 * 1024;

    private static readonly Fate WithoutCall = new(EntryFate.Ignored, "result_without_call");

    private readonly Queue<CodexCliHeldEntry> _held = new();
    private long _bytes;

    public void Entry(int line, EntryFate fate, string? reason = null)
    {
        if (_held.Count == 0)
            sink.Entry(line, fate, reason);
        else
            Add(new CodexCliHeldEntry(line, 0) { Fate = new Fate(fate, reason) });
    }

    /// <summary>Holds this entry, and those after it, until it is settled.</summary>
    /// <param name="line">Physical line, from 1.</param>
    /// <param name="size">Roughly the bytes that are kept for it.</param>
    public CodexCliHeldEntry Hold(int line, long size)
    {
        var entry = new CodexCliHeldEntry(line, size);
        Add(entry);
        return entry;
    }

    public void Settle(CodexCliHeldEntry entry, Fate fate)
    {
        entry.Fate = fate;
        Report();
    }

    /// <summary>Reports everything still held.</summary>
    public void End()
    {
        foreach (var entry in _held)
            entry.Fate ??= WithoutCall;
        Report();
    }

    public void UnknownType(string type) => sink.UnknownType(type);

    public ValueTask StepAsync(Step step, CancellationToken cancellationToken = default) =>
        sink.StepAsync(step, cancellationToken);

    public void Patch(PatchDraft patch) => sink.Patch(patch);

    public void Media(SessionMedia media) => sink.Media(media);

    public void CallWithoutResult(string toolCallId) => sink.CallWithoutResult(toolCallId);

    public void ResultWithoutCall(string toolCallId) => sink.ResultWithoutCall(toolCallId);

    private void Add(CodexCliHeldEntry entry)
    {
        _held.Enqueue(entry);
        _bytes += entry.Size;
        while (_held.Count > MostHeld || _bytes > MostBytes)
        {
            _held.Peek().Fate ??= WithoutCall;
            Report();
        }
    }

    private void Report()
    {
        while (_held.TryPeek(out var next) && next.Fate is { } fate)
        {
            _bytes -= next.Size;
            _held.Dequeue();
            sink.Entry(next.Line, fate.Where, fate.Reason);
        }
    }
}
