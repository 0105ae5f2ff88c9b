namespace OpenTraces.Capture.Import;

/// <summary>
/// Finds the small files that tell more of a session file: for <c>ID.jsonl</c>, what lies in
/// <c>ID/subagents/*.meta.json</c>.
/// </summary>
internal static class CompanionFiles
{
    private const string Folder = "subagents";
    private const int MaxBytes = 64 * 1024;
    private const int MaxFiles = 1000;

    /// <summary>Full paths by their path relative to the session, in ordinal order; one that is too large is left out.</summary>
    public static SortedDictionary<string, string> Find(string sessionPath)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var folder = new DirectoryInfo(Path.Join(Path.ChangeExtension(sessionPath, null), Folder));
        if (!sessionPath.EndsWith(".jsonl", StringComparison.Ordinal) || !folder.Exists)
            return found;
        foreach (var file in folder.EnumerateFiles("*.meta.json").OrderBy(static f => f.Name, StringComparer.Ordinal).Take(MaxFiles))
        {
            if (file.Length is > 0 and <= MaxBytes)
                found.Add($"{Folder}/{file.Name}", file.FullName);
        }

        return found;
    }
}
