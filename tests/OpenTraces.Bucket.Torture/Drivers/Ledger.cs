using OpenTraces.Bucket.Torture.Children;
using OpenTraces.Bucket.Torture.Work;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Torture.Drivers;

/// <summary>Everything the writers of one bucket were told is kept.</summary>
public sealed class Ledger(string bucket, SessionCache sessions)
{
    private readonly HashSet<Acknowledgement> _acknowledged = [];
    private readonly HashSet<TraceId> _trails = [];
    private readonly Dictionary<TraceId, bool> _forgotten = [];

    public string Bucket => bucket;

    public int Acknowledged => _acknowledged.Count;

    public int Busy { get; private set; }

    public int Forgotten => _forgotten.Values.Count(isSure => isSure);

    /// <summary>Takes down what a child that has ended was told.</summary>
    public void Take(ChildProcess child)
    {
        ArgumentNullException.ThrowIfNull(child);
        _acknowledged.UnionWith(child.Acknowledged);
        _trails.UnionWith(child.Trails);
        foreach (var (trace, isSure) in child.Forgotten)
            _forgotten[trace] = isSure || _forgotten.GetValueOrDefault(trace);
        Busy += child.Busy;
    }

    /// <inheritdoc cref="BucketCheck.RunAsync"/>
    public Task<(int Traces, long Events)> CheckAsync(bool readOnly) =>
        BucketCheck.RunAsync(bucket, _acknowledged, _trails, _forgotten, sessions, readOnly);
}
