using OpenTraces.Capture.Harnesses.Pi.Lines;

namespace OpenTraces.Capture.Harnesses.Pi.Branches;

/// <summary>
/// Which calls of the active branch get an answer, known before their texts are read: a step whose calls have theirs, or will
/// never have one, is finished and need not be held.
/// </summary>
internal sealed class PiAnswers
{
    private readonly List<bool> _isAnswered = [];
    private List<(int Position, UInt128 Id, bool IsResult)> _met = [];
    private int _next;

    /// <summary>Takes the entry at this position of the file.</summary>
    public void Add(PiEntry entry, int position)
    {
        if (entry.Message is not { } message || entry.Type != PiTypes.Message)
            return;
        if (message.Role == PiMessage.ToolResult)
            _met.Add((position, PiKey.Of(message.ToolCallId ?? ""), true));
        if (message.Role != PiMessage.Assistant)
            return;
        var calls = 0;
        foreach (var block in message.Blocks)
        {
            if (block.Kind == PiBlockKind.ToolCall)
                _met.Add((position, PiKey.Of(block.IdOfCall(entry, calls++)), false));
        }
    }

    /// <summary>Pairs them, once every entry is in.</summary>
    public void Close(PiTree tree)
    {
        var open = new Dictionary<UInt128, int>();
        foreach (var (position, id, isResult) in _met)
        {
            if (!tree.IsActive(position) || tree.IsRepeated(position))
                continue;
            if (!isResult)
            {
                open[id] = _isAnswered.Count;
                _isAnswered.Add(false);
            }
            else if (open.Remove(id, out var call))
            {
                _isAnswered[call] = true;
            }
        }

        _met = [];
    }

    /// <summary>Whether the next call of the active branch is answered.</summary>
    public bool IsNextAnswered() => _next < _isAnswered.Count ? _isAnswered[_next++] : throw PiSeal.Changed();
}
