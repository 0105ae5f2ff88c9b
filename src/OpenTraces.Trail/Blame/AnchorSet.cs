using OpenTraces.Schema;
using OpenTraces.Trail.Anchors;
using OpenTraces.Trail.Git;
using OpenTraces.Trail.History;
using OpenTraces.Trail.Snapshots;
using OpenTraces.Trail.Survival;
using OpenTraces.Trail.Text;

namespace OpenTraces.Trail.Blame;

/// <summary>The commits that accepted a set of patches, as one reading of a history shows them.</summary>
internal sealed class AnchorSet
{
    private readonly PatchSet _patches;
    private readonly CommitMatch?[] _chosen;
    private readonly ILookup<int, CommitMatch> _matches;
    private readonly HashSet<int> _misplaced;
    private readonly bool _shallow;
    private readonly Dictionary<string, HashSet<int>> _repeated = new(StringComparer.Ordinal);
    private char[] _buffer = new char[256];

    private AnchorSet(PatchSet patches, HistorySearch search, CommitMatch?[] chosen, HashSet<int> misplaced, bool shallow)
    {
        _patches = patches;
        _matches = search.Matches.ToLookup(m => m.Match.Patch.Index);
        Log = search.Log;
        _chosen = chosen;
        _misplaced = misplaced;
        _shallow = shallow;
    }

    public HistoryLog Log { get; }

    public IReadOnlyList<PreparedPatch> Patches => _patches.Patches;

    /// <param name="git">The repository.</param>
    /// <param name="patches">What to look for.</param>
    /// <param name="tip">The commit the question is about.</param>
    /// <param name="history">The commits to look in: those of the tip, and maybe others.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async ValueTask<AnchorSet> FindAsync(
        IGitRepository git, IEnumerable<TracePatch> patches, string tip, CommitList history, CancellationToken cancellationToken)
    {
        TracePatch[] all = [.. patches];
        var set = PatchSet.Of(all, git.WorkTrees);
        var search = await HistoryReader.ReadAsync(git, set, history, cancellationToken).ConfigureAwait(false);
        if (set.FindDeeper() is { Count: > 0 } deeper)
        {
            set = PatchSet.Of(all, git.WorkTrees, deeper);
            search = await HistoryReader.ReadAsync(git, set, history, cancellationToken).ConfigureAwait(false);
        }

        var chosen = AnchorChoice.Choose(search, set.Patches.Count, search.Log.AncestorsOf(search.Log.NumberOf(tip)));
        var misplaced = await PathCheck.FindMisplacedAsync(git, search.Log, chosen, cancellationToken).ConfigureAwait(false);
        return new AnchorSet(set, search, chosen, misplaced, git.ShallowCommits.Count > 0);
    }

    /// <summary>The number of the patch that stands for a patch id.</summary>
    public int IndexOf(TracePatch patch) => _patches.Copies[patch.PatchId];

    /// <summary>The match a patch stands on; null when there is none that can be claimed.</summary>
    public CommitMatch? MatchOf(int patch) => _chosen[patch] is { Match.Ambiguous: false } match && !_misplaced.Contains(patch) ? match : null;

    /// <summary>The answer about a patch.</summary>
    public PatchAnchor AnchorOf(TracePatch patch)
    {
        var index = IndexOf(patch);
        var prepared = _patches.Patches[index];
        if (MatchOf(index) is not { } found)
            return Missing(patch, prepared, index);
        var (match, limitations) = (found.Match, new List<string>(found.Match.Limitations));
        if (!prepared.Path.IsRooted)
            limitations.Add(Limitation.PathBySuffix);
        if (prepared.Time is null)
            limitations.Add(Limitation.NoTime);
        var isInTime = Log.FindEarlier(found) is null;
        if (!isInTime)
            limitations.Add(Limitation.CommittedBefore);
        limitations.Sort(StringComparer.Ordinal);
        return new PatchAnchor
        {
            Patch = patch,
            Commit = Log.IdOf(found.Commit),
            Tier = match.Tier,
            Firm = match.Distinct && isInTime,
            Path = match.Path,
            Lines = [.. match.Lines.Select(l => l.Number).Distinct().Order()],
            Limitations = limitations,
        };
    }

    /// <summary>
    /// The other commits that hold lines of a patch which one commit accepted: copies, lines that came back, a change made again.
    /// </summary>
    public IEnumerable<PatchAnchor> OverlapsOf(TracePatch patch)
    {
        var index = IndexOf(patch);
        return MatchOf(index) is not { } accepted ? [] : _matches[index]
            .Where(m => m.Commit != accepted.Commit && !m.Match.Ambiguous)
            .Select(m => new PatchAnchor
            {
                Patch = patch,
                Commit = Log.IdOf(m.Commit),
                Tier = EvidenceTier.OverlappingHunk,
                Firm = false,
                Path = m.Match.Path,
                Lines = [.. m.Match.Lines.Select(l => l.Number).Distinct().Order()],
            });
    }

    /// <summary>True when patches of more than one call put a line of this text into a file, so that the text does not say which.</summary>
    public bool IsRepeated(string path, string text)
    {
        if (!_repeated.TryGetValue(path, out var repeated))
        {
            repeated = _patches.On(path)
                .SelectMany(p => p.Added.SolidSpace.Distinct().Select(s => (Space: s, p.Source.TraceId, p.Content.ToolCallId)))
                .Distinct()
                .CountBy(l => l.Space)
                .Where(l => l.Value > 1)
                .Select(l => l.Key)
                .ToHashSet();
            _repeated[path] = repeated;
        }

        return repeated.Contains(_patches.Space.Find(LineText.CollapseSpace(LineText.WithoutReturn(text), ref _buffer)));
    }

    /// <summary>True when it can be said that no commit holds the patch.</summary>
    public bool IsAbsent(int patch) => MatchOf(patch) is null && Doubt(_patches.Patches[patch], patch) is null;

    /// <summary>What survival follows.</summary>
    public TrackedPatch? Track(int index)
    {
        if (MatchOf(index) is not { } found)
            return null;
        var patch = _patches.Patches[index];
        var match = found.Match;
        var whole = match.Tier == EvidenceTier.ExactBlobHash;
        var landed = match.Lines.Select(l => l.PatchLine).ToHashSet();
        var telling = Enumerable.Range(0, patch.Added.Count).Where(i => (!whole || landed.Contains(i)) && Says(patch.Content.Added[i])).ToHashSet();
        return new TrackedPatch
        {
            Commit = found.Commit,
            Path = match.Path,
            Written = whole ? landed.Count : patch.Added.Count,
            Lines = [.. match.Lines.Select(l => (l.Number, l.PatchLine))],
            Telling = telling,
            Added = patch.Added.Exact,
            Removed = patch.RemovedWords.Count > 0 ? patch.Removed.Exact : [],
            Relaid = match.Tier is EvidenceTier.FormatterDivergent or EvidenceTier.GitCleanRangeHash or EvidenceTier.StructuralSymbol,
            DeletesFile = patch.Content.Kind == PatchKind.Delete,
        };
    }

    private PatchAnchor Missing(TracePatch patch, PreparedPatch prepared, int index)
    {
        var doubt = Doubt(prepared, index);
        return new PatchAnchor
        {
            Patch = patch,
            Tier = doubt is null ? EvidenceTier.Orphan : EvidenceTier.Unknown,
            Firm = false,
            Limitations = doubt is null ? [] : [doubt],
        };
    }

    /// <summary>Why it cannot be said that a patch was never committed; null when it can.</summary>
    private string? Doubt(PreparedPatch patch, int index) =>
        patch.IsOfSeveral ? SnapshotLimitation.Overlap
        : _misplaced.Contains(index) ? Limitation.PathAmbiguous
        : _chosen[index] is { Match.Ambiguous: true } ? Limitation.Ambiguous
        : !patch.HasText ? Limitation.ContentUnknown
        : patch.AllWords == 0 ? Limitation.IndistinctText
        : _shallow ? Limitation.Shallow
        : null;

    /// <summary>A sign alone, such as a brace, says nothing.</summary>
    private static bool Says(string line) => line.AsSpan().ContainsAnyInRange('0', '9') || line.AsSpan().ContainsAnyInRange('A', 'Z')
        || line.AsSpan().ContainsAnyInRange('a', 'z') || line.Any(char.IsLetterOrDigit);
}
