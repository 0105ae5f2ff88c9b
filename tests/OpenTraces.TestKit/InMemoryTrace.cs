using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.TestKit;

internal sealed class InMemoryTrace(TraceKey key)
{
    private readonly List<InMemoryGeneration> _generations = [];
    private readonly SortedDictionary<string, TrailOverlay> _trail = new(StringComparer.Ordinal);

    private readonly List<ObservedCommit> _commits = [];

    public TraceKey Key => key;

    public IReadOnlyList<ObservedCommit> Commits => _commits;

    public int Count => _generations.Count;

    /// <summary>Of those that no other generation continues: the latest end, then the longest, then the greatest digest.</summary>
    public int Served => Enumerable.Range(1, Count)
        .Where(i => !_generations.Any(g => g != Generation(i) && Generation(i).IsBeginningOf(g)))
        .OrderBy(i => Generation(i).End).ThenBy(i => Generation(i).Length).ThenBy(i => Generation(i).Hash)
        .Last();

    public InMemoryGeneration ServedGeneration => Generation(Served);

    public IReadOnlyList<TracePatch> ServedPatches => ServedGeneration.Trace.Patches;

    public bool SharesSessionWith(InMemoryTrace other) =>
        (key with { FirstEntry = default }) == (other.Key with { FirstEntry = default });

    /// <summary>The generation whose bytes equal these; 0 when there is none.</summary>
    public int FindEqual(InMemoryGeneration generation) =>
        1 + _generations.FindIndex(g => generation.IsBeginningOf(g) && g.IsBeginningOf(generation));

    /// <summary>True when a generation begins with these bytes.</summary>
    public bool Holds(InMemoryGeneration generation) => _generations.Exists(generation.IsBeginningOf);

    public void Add(InMemoryGeneration generation) => _generations.Add(generation);

    /// <summary>Takes a newer parser's reading of the same bytes.</summary>
    public bool Reproject(int index, InMemoryGeneration again)
    {
        var held = Generation(index);
        if (!held.IsBeginningOf(again) || held.Trace.Report.ParserVersion >= again.Trace.Report.ParserVersion)
            return false;
        _generations[index - 1] = again;
        return true;
    }

    public TrailOverlay? FindTrail(string repository) => _trail.GetValueOrDefault(repository);

    public void Observe(ObservedCommit commit) => _commits.Add(commit);

    public void SetTrail(TrailOverlay overlay) => _trail[overlay.RepositoryId] = overlay;

    public byte[]? FindRaw(int? generation, string source)
    {
        var index = generation ?? Served;
        return index >= 1 && index <= Count ? Generation(index).Raw.GetValueOrDefault(source) : null;
    }

    public TraceRecord Read(IReadOnlyList<TraceId> conflicts)
    {
        var record = ServedGeneration.Trace.Record;
        var patches = record.Patches.Select(p => FindTrailOf(p.PatchId) is { } trail
            ? p with { Anchor = trail.Anchors[p.PatchId], SupersededBy = trail.Superseded.GetValueOrDefault(p.PatchId, []) } : p).ToList();
        return record with
        {
            Patches = patches,
            GenerationIndex = Served,
            Lifecycle = patches.Any(p => p.Anchor is { Found: true }) ? "final" : record.Lifecycle,
            Metadata = conflicts.Count == 0 ? record.Metadata : WithConflicts(record.Metadata, conflicts),
        };
    }

    public TraceSummary Summarize()
    {
        var trace = ServedGeneration.Trace;
        var title = (trace.Record.Task.Description ?? "").Trim().Split('\n', '\r')[0].TrimEnd();
        return new TraceSummary
        {
            TraceId = key.ToTraceId(),
            Agent = key.Agent,
            SessionId = key.SessionId,
            SubAgentId = key.SubAgentId,
            Title = title.Length > 240 ? title[..240] : title,
            Project = trace.Record.Metadata.GetString("cwd"u8),
            TimestampStart = trace.Record.TimestampStart,
            TimestampEnd = trace.Record.TimestampEnd,
            Model = trace.Record.Agent.Model,
            Generation = Served,
            Generations = Count,
            Steps = trace.Record.Steps.Count,
            Patches = trace.Patches.Count,
            Lines = trace.Report.Lines,
        };
    }

    private InMemoryGeneration Generation(int index) => _generations[index - 1];

    private TrailOverlay? FindTrailOf(string patch) => _trail.Values
        .Where(t => t.Anchors.ContainsKey(patch))
        .OrderByDescending(t => t.Anchors[patch].Found).ThenByDescending(t => t.Anchors[patch].LastSearchedAt, StringComparer.Ordinal)
        .FirstOrDefault();

    private static RawJson WithConflicts(RawJson metadata, IReadOnlyList<TraceId> conflicts) => RawJson.Build(w =>
    {
        w.WriteStartObject();
        foreach (var member in metadata.ToElement().EnumerateObject().Where(m => m.Name != "identity_conflict"))
            member.WriteTo(w);
        w.WriteStartArray("identity_conflict");
        foreach (var id in conflicts)
            w.WriteStringValue(id.ToString());
        w.WriteEndArray();
        w.WriteEndObject();
    });
}
