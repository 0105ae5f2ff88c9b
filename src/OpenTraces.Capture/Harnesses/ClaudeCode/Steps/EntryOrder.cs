using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Steps;

/// <summary>Reports entries in the order of the file although the fate of one may be known only lines later.</summary>
internal sealed class EntryOrder(ISessionSink sink) : ISessionSink
{
    /// <summary>Entries that may wait behind one whose fate is open.</summary>
    public const int Window = 4096;

    private readonly Queue<(int Line, EntryOutcome Outcome, HeldLine? Held)> _waiting = new();

    public bool IsFull => _waiting.Count > Window;

    public void Entry(int line, EntryFate fate, string? reason = null)
    {
        if (_waiting.Count == 0)
            sink.Entry(line, fate, reason);
        else
            _waiting.Enqueue((line, new EntryOutcome(fate, reason), null));
    }

    /// <summary>Takes an entry whose fate is open.</summary>
    public void Hold(int line, HeldLine held) => _waiting.Enqueue((line, default, held));

    /// <summary>Reports what no open entry stands before any more.</summary>
    public void Release()
    {
        while (_waiting.TryPeek(out var first) && (first.Held is null || first.Held.Outcome is not null))
        {
            var (line, outcome, held) = _waiting.Dequeue();
            var (fate, reason, _) = held?.Outcome ?? outcome;
            sink.Entry(line, fate, reason);
        }
    }

    public void UnknownType(string type) => sink.UnknownType(type);

    public ValueTask StepAsync(Step step, CancellationToken cancellationToken = default) => sink.StepAsync(step, cancellationToken);

    public void Patch(PatchDraft patch) => sink.Patch(patch);

    public void Media(SessionMedia media) => sink.Media(media);

    public void CallWithoutResult(string toolCallId) => sink.CallWithoutResult(toolCallId);

    public void ResultWithoutCall(string toolCallId) => sink.ResultWithoutCall(toolCallId);
}
