using System.Globalization;
using OpenTraces.Schema;
using OpenTraces.Trail.Paths;
using OpenTraces.Trail.Text;

namespace OpenTraces.Trail.Anchors;

/// <summary>Every patch that may have landed, prepared, in the order the patches were made.</summary>
internal sealed class PatchSet
{
    /// <summary>Clocks of one machine differ by no more.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, PreparedPatch[]> _byPath = new(StringComparer.Ordinal);
    private readonly ILookup<string, PreparedPatch> _byName;

    private PatchSet(List<PreparedPatch> patches, Dictionary<string, int> copies, Vocabulary exact, Vocabulary space, Vocabulary tokens)
    {
        Patches = patches;
        Copies = copies;
        Exact = exact;
        Space = space;
        Tokens = tokens;
        var ignoreCase = patches.Exists(p => PathForm.IsWindows(p.Content.FilePath) || PathForm.IsWindows(p.Content.WorkingDirectory ?? ""));
        _byName = patches
            .Where(p => !p.IsOfSeveral)
            .SelectMany(p => p.OldPath is { } old && old.Name != p.Path.Name ? (IEnumerable<(string, PreparedPatch)>)[(p.Path.Name, p), (old.Name, p)] : [(p.Path.Name, p)])
            .ToLookup(p => p.Item1, p => p.Item2, ignoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
    }

    public IReadOnlyList<PreparedPatch> Patches { get; }

    /// <summary>Patch ids by the patch that stands for them: a session that was forked holds its parent's calls again.</summary>
    public IReadOnlyDictionary<string, int> Copies { get; }

    public Vocabulary Exact { get; }

    public Vocabulary Space { get; }

    public Vocabulary Tokens { get; }

    /// <summary>The earliest time a commit may have to accept one of the patches; null when a patch has no time.</summary>
    public DateTimeOffset? Earliest =>
        Patches.Count == 0 || Patches.Any(p => p.Time is null) ? null : Patches.Min(p => p.Time!.Value) - Slack;

    /// <param name="patches">The patches.</param>
    /// <param name="workTrees">Where the repository is checked out.</param>
    /// <param name="deeper">Those, by their index, that may lie deeper than the transcript says.</param>
    public static PatchSet Of(IEnumerable<TracePatch> patches, IReadOnlyList<string> workTrees, IReadOnlySet<int>? deeper = null)
    {
        var (exact, space, tokens) = (new Vocabulary(), new Vocabulary(), new Vocabulary());
        var prepared = new List<PreparedPatch>();
        var copies = new Dictionary<string, int>(StringComparer.Ordinal);
        var seen = new Dictionary<(string, string?, string, int, string), int>();
        foreach (var (patch, time) in Sort(patches))
        {
            var key = (patch.Content.ToolCallId, patch.Content.Timestamp, patch.Content.FilePath, patch.Ordinal,
                TextKey(patch.Content));
            if (patch.Content.ToolCallId.Length > 0 && seen.TryGetValue(key, out var first))
            {
                copies[patch.PatchId] = first;
                continue;
            }

            seen[key] = copies[patch.PatchId] = prepared.Count;
            var isDeeper = deeper?.Contains(prepared.Count) == true;
            prepared.Add(Prepare(patch, time, prepared.Count, p => Path(p, patch, workTrees, isDeeper), exact, space, tokens));
        }

        return new PatchSet(prepared, copies, exact, space, tokens);
    }

    /// <summary>The patches whose file the history that was read never had, while it had one of the same path in a deeper folder.</summary>
    public IReadOnlySet<int> FindDeeper()
    {
        var paths = _byPath.Keys.ToLookup(PathForm.Name, StringComparer.OrdinalIgnoreCase);
        return Patches
            .Where(p => !paths[p.Path.Name].Any(path => p.Path.Match(path) > 0) && paths[p.Path.Name].Any(p.Path.IsDeeper))
            .Select(p => p.Index)
            .ToHashSet();
    }

    /// <summary>False only when no patch can belong to a file.</summary>
    public bool MayTouch(string path) => _byName.Contains(PathForm.Name(path));

    /// <summary>The patches whose transcript path may be this file of the repository.</summary>
    public IReadOnlyList<PreparedPatch> On(string path)
    {
        if (_byPath.TryGetValue(path, out var found))
            return found;
        return _byPath[path] = MayTouch(path)
            ? [.. _byName[PathForm.Name(path)].Where(p => p.Path.Match(path) > 0 || p.OldPath?.Match(path) > 0)]
            : [];
    }

    private static IEnumerable<(TracePatch Patch, DateTimeOffset? Time)> Sort(IEnumerable<TracePatch> patches) => patches
        .Select((p, i) => (Patch: p, Time: ParseTime(p.Content.Timestamp), At: i))
        .OrderBy(p => p.Time ?? DateTimeOffset.MinValue)
        .ThenBy(p => p.Patch.TraceId)
        .ThenBy(p => p.Patch.Content.StepIndex)
        .ThenBy(p => p.At)
        .Select(p => (p.Patch, p.Time));

    private static PreparedPatch Prepare(
        TracePatch patch, DateTimeOffset? time, int index, Func<string, TranscriptPath> path, Vocabulary exact, Vocabulary space, Vocabulary tokens)
    {
        var content = patch.Content;
        return new PreparedPatch
        {
            Source = patch,
            Index = index,
            Time = time,
            Path = path(content.FilePath),
            OldPath = content.OldPath is { } old ? path(old) : null,
            Added = PatchLines.Learn(content.Added, exact, space),
            Removed = PatchLines.Learn(content.Removed, exact, space),
            Tokens = TokenLexer.Lex(content.Added, tokens),
            AddedWords = Words(content.Added, tokens),
            RemovedWords = Words(content.Removed, tokens),
        };
    }

    private static TranscriptPath Path(string path, TracePatch patch, IReadOnlyList<string> workTrees, bool isDeeper)
    {
        var strict = TranscriptPath.Of(path, patch.Content.WorkingDirectory, workTrees);
        return isDeeper ? strict.Loosened() : strict;
    }

    private static HashSet<int> Words(IReadOnlyList<string> lines, Vocabulary tokens)
    {
        var words = new HashSet<int>();
        foreach (var line in lines)
            Distinctiveness.Collect(line, tokens, words);
        return words;
    }

    private static DateTimeOffset? ParseTime(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static string TextKey(PatchDraft content) =>
        string.Concat(string.Join('\n', content.Removed), "\0", string.Join('\n', content.Added));
}
