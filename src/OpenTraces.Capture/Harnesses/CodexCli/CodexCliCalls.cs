using OpenTraces.Capture.Harnesses.CodexCli.Lines;
using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Harnesses.CodexCli;

/// <summary>Brings answers to calls by id, whichever comes first. The first of several answers stands.</summary>
internal sealed class CodexCliCalls(OrderedEntries entries, CodexCliQueue queue)
{
    private readonly Dictionary<string, List<CodexCliCall>> _open = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, CodexCliEarlyResult> _early = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _reported = new(StringComparer.Ordinal);

    /// <summary>The calls of this id that are not reported yet; more than one only where a session repeats itself.</summary>
    public IReadOnlyList<CodexCliCall> Find(string? id) =>
        id is not null && _open.TryGetValue(id, out var calls) ? calls : [];

    /// <summary>Whether a call of this id is in a step that was reported.</summary>
    public bool IsReported(string? id) => id is not null && _reported.ContainsKey(id);

    /// <summary>Takes a new call, with the answer that may be there already: then that one is given back.</summary>
    public CodexCliOutput? Add(CodexCliCall call)
    {
        var id = call.Pending.Id;
        if (!_open.TryGetValue(id, out var same))
            _open.Add(id, same = []);
        same.Add(call);
        if (!_early.Remove(id, out var early) || early.Output is not { } output)
            return null;
        Answer(call, output);
        entries.Settle(early.Entry, new EntryOutcome(EntryFate.Folded));
        return output;
    }

    /// <summary>Hands out an answer, or keeps it when its call may still come.</summary>
    public EntryOutcome Answer(string id, CodexCliOutput output)
    {
        var isNew = false;
        var calls = Find(id);
        foreach (var call in calls)
        {
            if (call.Pending.IsAnswered)
                continue;
            Answer(call, output);
            isNew = true;
        }

        if (calls.Count > 0)
            return isNew ? new EntryOutcome(EntryFate.Folded) : new EntryOutcome(EntryFate.Ignored, "repeated_result");
        if (_reported.TryGetValue(id, out var isAnswered))
            return new EntryOutcome(EntryFate.Ignored, isAnswered ? "repeated_result" : "late_result");
        if (_early.ContainsKey(id))
            return new EntryOutcome(EntryFate.Ignored, "repeated_result");
        return new EntryOutcome(EntryFate.Ignored, "result_without_call", Keep(id, output));
    }

    public void Answer(CodexCliCall call, CodexCliOutput output)
    {
        call.Pending.Answer(output.Text, output.Error ?? (call.HasFailed ? "tool_error" : null));
        call.Pending.DurationMs ??= output.DurationMs;
        queue.Grow(call.Step, 2L * (output.Text?.Length ?? 0));
    }

    /// <summary>Lets go of a call whose step is reported; of its id only that it was, and whether it was answered.</summary>
    public void Close(CodexCliCall call)
    {
        var id = call.Pending.Id;
        _reported[id] = call.Pending.IsAnswered;
        if (_open.TryGetValue(id, out var same) && same.Remove(call) && same.Count == 0)
            _open.Remove(id);
    }

    /// <summary>Reports the answers that no call came for.</summary>
    public void End()
    {
        entries.End();
        foreach (var id in _early.Keys)
            entries.ResultWithoutCall(id);
    }

    private HeldEntry Keep(string id, CodexCliOutput output)
    {
        var entry = new HeldEntry(_ => _early[id] = _early[id] with { Output = null }, 2L * (output.Text?.Length ?? 0)) { Waiting = 1 };
        _early.Add(id, new CodexCliEarlyResult(entry, output));
        return entry;
    }
}
