using OpenTraces.Schema;

namespace OpenTraces.Capture.Reading;

/// <summary>
/// Reports entries in the order of the file although the fate of one may be known only lines later. How many wait behind
/// an open one is bounded, and how many bytes: beyond that it is given up.
/// </summary>
internal sealed class OrderedEntries(ISessionSink sink) : ISessionSink
{
    private const int MostWaiting = 4096;
    private const long MostBytes = 16 * 1024 * 1024;

    private readonly Queue<(int Line, EntryOutcome Outcome)> _waiting = new();
    private long _bytes;

    public void Entry(int line, EntryFate fate, string? reason = null) => Entry(line, new EntryOutcome(fate, reason));

    /// <summary>Takes an entry whose fate is known, or one that later lines decide.</summary>
    public void Entry(int line, EntryOutcome outcome)
    {
        if (outcome.Held is null && _waiting.Count == 0)
        {
            sink.Entry(line, outcome.Fate, outcome.Reason);
            return;
        }

        _waiting.Enqueue((line, outcome));
        _bytes += outcome.Held?.Size ?? 0;
        while (_waiting.Count > MostWaiting || _bytes > MostBytes)
            GiveUpFirst();
    }

    /// <summary>Decides an entry; the first decision stands.</summary>
    public void Settle(HeldEntry entry, EntryOutcome outcome)
    {
        entry.Outcome ??= outcome;
        Release();
    }

    /// <summary>Reports what no open entry stands before any more.</summary>
    public void Release()
    {
        while (_waiting.TryPeek(out var first) && first.Outcome.Held is not { IsOpen: true })
        {
            _waiting.Dequeue();
            _bytes -= first.Outcome.Held?.Size ?? 0;
            var (fate, reason, _) = first.Outcome.Held?.Outcome ?? first.Outcome;
            sink.Entry(first.Line, fate, reason);
        }
    }

    /// <summary>Reports everything still held.</summary>
    public void End()
    {
        while (_waiting.Count > 0)
            GiveUpFirst();
    }

    public void UnknownType(string type) => sink.UnknownType(type);

    public ValueTask StepAsync(Step step, CancellationToken cancellationToken = default) => sink.StepAsync(step, cancellationToken);

    public void Patch(PatchDraft patch) => sink.Patch(patch);

    public void Media(SessionMedia media) => sink.Media(media);

    public void CallWithoutResult(string toolCallId) => sink.CallWithoutResult(toolCallId);

    public void ResultWithoutCall(string toolCallId) => sink.ResultWithoutCall(toolCallId);

    private void GiveUpFirst()
    {
        _waiting.Peek().Outcome.Held?.GiveUp();
        Release();
    }
}
