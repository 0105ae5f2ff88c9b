using OpenTraces.Capture.Harnesses.ClaudeCode.Lines;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Steps;

/// <summary>
/// Keeps results that stand before their call: the oldest are given up beyond 8 MiB, or when too many entries wait behind
/// them. Of those only the id stays.
/// </summary>
internal sealed class EarlyResults(EntryOrder entries)
{
    private const long MostBytes = 8 * 1024 * 1024;
    private const int Overhead = 256;

    private readonly Dictionary<string, EarlyResult> _byId = new(StringComparer.Ordinal);
    private readonly Queue<EarlyResult> _kept = new();
    private long _bytes;
    private int _count;

    private static EntryOutcome WithoutCall => new(EntryFate.Ignored, "result_without_call");

    public bool Contains(string id) => _byId.ContainsKey(id);

    public void Keep(string id, ClaudeBlock block, ClaudeToolResult? account, ReadOnlyMemory<byte> entry, HeldLine? line)
    {
        var size = Overhead + (2L * (block.Text?.Length ?? 0)) + (account is null ? 0 : entry.Length);
        var isKept = size <= MostBytes;
        var result = new EarlyResult { Order = _count++, Line = line, Size = size };
        _byId.Add(id, result);
        if (!isKept)
            return;
        result.Block = block;
        result.Account = account;
        result.Entry = account is null ? [] : entry.ToArray();
        _kept.Enqueue(result);
        _bytes += size;
        if (line is not null)
            line.Waiting++;
        while (_bytes > MostBytes)
            DropOldest();
    }

    /// <summary>The result of a call that has come now, content and all; null when there is none or it was given up.</summary>
    public EarlyResult? Take(string id)
    {
        if (_byId.Count == 0 || !_byId.Remove(id, out var result) || result.Block is null)
            return null;
        var taken = new EarlyResult { Block = result.Block, Account = result.Account, Entry = result.Entry };
        Forget(result, new EntryOutcome(EntryFate.Folded));
        return taken;
    }

    /// <summary>Gives the oldest result up; false when there is none.</summary>
    public bool DropOldest()
    {
        while (_kept.TryDequeue(out var result))
        {
            if (result.Block is null)
                continue;
            Forget(result, null);
            return true;
        }

        return false;
    }

    /// <summary>Reports every result whose call never came.</summary>
    public void Finish()
    {
        foreach (var (id, _) in _byId.OrderBy(static r => r.Value.Order))
            entries.ResultWithoutCall(id);
        _byId.Clear();
        while (DropOldest())
        {
        }
    }

    private void Forget(EarlyResult result, EntryOutcome? outcome)
    {
        _bytes -= result.Size;
        result.Block = null;
        result.Account = null;
        result.Entry = [];
        while (_kept.TryPeek(out var oldest) && oldest.Block is null)
            _kept.Dequeue();
        if (result.Line is not { } line)
            return;
        line.Waiting--;
        line.Outcome ??= outcome ?? (line.Waiting == 0 ? WithoutCall : null);
        entries.Release();
    }
}
