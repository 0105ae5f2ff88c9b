using OpenTraces.Schema;

namespace OpenTraces.Trail.Interop;

/// <summary>Counts what a document does not say, by place, kind and reason.</summary>
internal sealed class LossList
{
    private readonly Dictionary<(string Path, LossKind Kind, string Reason), int> _counts = [];

    /// <summary>Nothing is said when the count is 0.</summary>
    public void Add(string path, LossKind kind, string reason, int count = 1)
    {
        if (count > 0)
            _counts[(path, kind, reason)] = _counts.GetValueOrDefault((path, kind, reason)) + count;
    }

    public LossReport ToReport(string format, string version) => new()
    {
        Format = format,
        FormatVersion = version,
        Direction = "write",
        Entries =
        [
            .. _counts.Select(c => new LossEntry { Path = c.Key.Path, Kind = c.Key.Kind, Reason = c.Key.Reason, Count = c.Value })
                .OrderBy(e => e.Path, StringComparer.Ordinal).ThenBy(e => e.Kind).ThenBy(e => e.Reason, StringComparer.Ordinal),
        ],
    };
}
