using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Import;

/// <summary>What snapshots saw the calls of one trace do, beside what its transcript says of them.</summary>
internal sealed class SeenCalls
{
    private readonly IReadOnlyList<CallChanges> _calls;

    private SeenCalls(IReadOnlyList<CallChanges> calls) => _calls = calls;

    public static SeenCalls None { get; } = new([]);

    public bool IsEmpty => _calls.Count == 0;

    /// <summary>The lines of these calls, as the bucket keeps them beside the session.</summary>
    public byte[] ToSource() => CallLog.Format(_calls);

    /// <param name="known">What is known of the session, which may have several traces.</param>
    /// <param name="session">The trace.</param>
    public static SeenCalls Of(IReadOnlyList<CallChanges> known, SessionCollector session)
    {
        // A call that was reported twice counts as it was first.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        CallChanges[] own = [.. known.Where(c => session.StepOfCall.ContainsKey(c.ToolCallId) && seen.Add(c.ToolCallId))];
        return own.Length == 0 ? None : new SeenCalls(own);
    }

    /// <summary>
    /// The patches of a session: the transcript speaks for the files that a call names, the snapshots for the rest. In the order of
    /// steps, and within a step those of the transcript first.
    /// </summary>
    public IReadOnlyList<PatchDraft> Merge(SessionCollector session)
    {
        if (IsEmpty)
            return session.Patches;
        var told = session.Patches.ToLookup(p => p.ToolCallId, StringComparer.Ordinal);
        var seen = from call in _calls
                   let named = Named(told[call.ToolCallId], call.Patches)
                   from patch in call.Patches
                   where !Files(patch).Any(named.Contains)
                   select patch with { StepIndex = session.StepOfCall[call.ToolCallId] };
        return [.. session.Patches.Concat(seen).OrderBy(p => p.StepIndex)];
    }

    /// <summary>
    /// The files within the working tree that a call's transcript names. Roots may be spelled in two ways, through a link or a short name:
    /// then the file is meant whose path is the longest end of the name.
    /// </summary>
    private static HashSet<string> Named(IEnumerable<PatchDraft> told, IReadOnlyList<PatchDraft> seen)
    {
        var files = seen.SelectMany(Files).Distinct(StringComparer.Ordinal).OrderByDescending(f => f.Length).ToArray();
        var root = seen is [{ WorkingDirectory: { } folder }, ..] ? folder.Replace('\\', '/').TrimEnd('/') + "/" : null;
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in told.SelectMany(Files))
        {
            if (root is not null && file.StartsWith(root, StringComparison.Ordinal))
                named.Add(file[root.Length..]);
            else if (files.FirstOrDefault(f => IsEnd(file, f)) is { } meant)
                named.Add(meant);
        }

        return named;
    }

    private static bool IsEnd(string told, string seen) =>
        told.EndsWith(seen, StringComparison.Ordinal) && (told.Length == seen.Length || told[^(seen.Length + 1)] == '/');

    /// <summary>A snapshot names a file within its tree; a transcript in full, or from the directory its call ran in.</summary>
    private static IEnumerable<string> Files(PatchDraft patch) =>
        from path in (string?[])[patch.FilePath, patch.OldPath]
        where path is not null
        select patch.CaptureMethod == "transcript" ? InFull(patch.WorkingDirectory, path) : path;

    private static string InFull(string? folder, string path)
    {
        var parts = new List<string>();
        var full = IsRooted(path) || folder is null ? path : folder + "/" + path;
        foreach (var part in full.Replace('\\', '/').Split('/'))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("." or ".."))
                parts.Add(part);
        }

        return string.Join('/', parts);
    }

    private static bool IsRooted(string path) => path is ['/' or '\\', ..] or [_, ':', ..];
}
