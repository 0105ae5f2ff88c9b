using OpenTraces.Bucket.Segments.Lookup;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep.Checking;

/// <summary>Gathers issues; those of objects know who needs them.</summary>
internal sealed class IssueList
{
    private readonly List<VerifyIssue> _issues = [];
    private readonly Dictionary<LookupKey, (VerifyIssue Issue, SortedSet<TraceId> Traces)> _objects = [];

    public void Add(VerifyIssue issue) => _issues.Add(issue);

    public void AddObject(LookupKey key, VerifyIssue issue) => _objects.TryAdd(key, (issue, []));

    /// <summary>Notes that a trace needs an object; true when something is wrong with it.</summary>
    public bool Needs(LookupKey key, TraceId trace)
    {
        if (!_objects.TryGetValue(key, out var found))
            return false;
        found.Traces.Add(trace);
        return true;
    }

    /// <summary>By path and offset.</summary>
    public IReadOnlyList<VerifyIssue> ToList() => [.. _issues
        .Concat(_objects.Values.Select(o => o.Issue with { Traces = [.. o.Traces] }))
        .OrderBy(i => i.Path, StringComparer.Ordinal).ThenBy(i => i.Offset).ThenBy(i => i.Address, StringComparer.Ordinal)
        .ThenBy(i => i.Kind, StringComparer.Ordinal)];
}
