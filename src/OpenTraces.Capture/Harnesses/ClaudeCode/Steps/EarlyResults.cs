using OpenTraces.Capture.Harnesses.ClaudeCode.Lines;
using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Steps;

/// <summary>
/// Keeps results that stand before their call: the oldest are given up beyond 8 MiB, or when too many entries wait behind
/// them. Of those only the id stays.
/// </summary>
internal sealed class EarlyResults(OrderedEntries entries)
{
    private const long MostBytes = 8 * 1024 * 1024;
    private const int Overhead = 256;

    private readonly Dictionary<string, EarlyResult> _byId = new(StringComparer.Ordinal);
    private readonly Queue<EarlyResult> _kept = new();
    private long _bytes;
    private int _count;

    public bool Contains(string id) => _byId.ContainsKey(id);

    /// <param name="id">The call's.</param>
    /// <param name="block">The result.</param>
    /// <param name="account">What the tool itself returned.</param>
    /// <param name="entry">The line, which the account points into.</param>
    /// <param name="line">What stands for the line; made here for its first result that is kept.</param>
    public void Keep(string id, ClaudeBlock block, ClaudeToolResult? account, ReadOnlyMemory<byte> entry, ref HeldEntry? line)
    {
        var size = Overhead + (2L * (block.Text?.Length ?? 0)) + (account is null ? 0 : entry.Length);
        if (size > MostBytes)
        {
            _byId.Add(id, new EarlyResult { Order = _count++ });
            return;
        }

        line ??= new HeldEntry(GiveUp);
        line.Waiting++;
        var result = new EarlyResult
        {
            Order = _count++,
            Line = line,
            Size = size,
            Block = block,
            Account = account,
            Entry = account is null ? [] : entry.ToArray(),
        };
        _byId.Add(id, result);
        _kept.Enqueue(result);
        _bytes += size;
        while (_bytes > MostBytes)
            DropOldest();
    }

    /// <summary>The result of a call that has come now, content and all; null when there is none or it was given up.</summary>
    public EarlyResult? Take(string id)
    {
        if (_byId.Count == 0 || !_byId.Remove(id, out var result) || result.Block is null)
            return null;
        var taken = new EarlyResult { Block = result.Block, Account = result.Account, Entry = result.Entry };
        Forget(result);
        if (result.Line is { } line)
            entries.Settle(line, new EntryOutcome(EntryFate.Folded));
        return taken;
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

    /// <summary>Gives results up, the oldest first, until the line waits for none.</summary>
    private void GiveUp(HeldEntry line)
    {
        while (line.IsOpen && DropOldest())
        {
        }
    }

    /// <summary>Gives the oldest result up; false when there is none.</summary>
    private bool DropOldest()
    {
        while (_kept.TryDequeue(out var result))
        {
            if (result.Block is null)
                continue;
            Forget(result);
            entries.Release();
            return true;
        }

        return false;
    }

    private void Forget(EarlyResult result)
    {
        _bytes -= result.Size;
        result.Block = null;
        result.Account = null;
        result.Entry = [];
        while (_kept.TryPeek(out var oldest) && oldest.Block is null)
            _kept.Dequeue();
        if (result.Line is { } line)
            line.Waiting--;
    }
}
