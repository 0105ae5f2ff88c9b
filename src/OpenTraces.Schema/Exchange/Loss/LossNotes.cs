namespace OpenTraces.Schema;

/// <summary>What a writer says of its document beside what is measured: what a comparison of values cannot see.</summary>
internal sealed class LossNotes
{
    private readonly Dictionary<(string Path, LossKind Kind, string Reason), int> _counts = [];

    public IEnumerable<LossEntry> Entries => _counts.Select(static c =>
        new LossEntry { Path = c.Key.Path, Kind = c.Key.Kind, Reason = c.Key.Reason, Count = c.Value });

    /// <summary>Nothing is said when the count is 0.</summary>
    public void Add(string path, LossKind kind, string reason, int count = 1)
    {
        if (count > 0)
            _counts[(path, kind, reason)] = _counts.GetValueOrDefault((path, kind, reason)) + count;
    }
}
