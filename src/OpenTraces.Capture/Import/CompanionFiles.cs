namespace OpenTraces.Capture.Import;

/// <summary>
/// Finds the small files that tell more of a session file: for <c>ID.jsonl</c>, what lies in
/// <c>ID/subagents/*.meta.json</c>, and of each <c>ID/subagents/agent-*.jsonl</c>, a session of its own, the first line.
/// </summary>
internal static class CompanionFiles
{
    private const string Folder = "subagents";
    private const int MaxBytes = 64 * 1024;
    private const int MaxFiles = 1000;

    /// <summary>
    /// Location and bytes by the path relative to the session, in ordinal order. A description that is too large is left
    /// out; a first line that is too long is cut.
    /// </summary>
    public static async ValueTask<SortedDictionary<string, (string Location, byte[] Bytes)>> ReadAsync(
        string sessionPath, CancellationToken cancellationToken)
    {
        var found = new SortedDictionary<string, (string, byte[])>(StringComparer.Ordinal);
        foreach (var file in Find(sessionPath, "*.meta.json"))
        {
            if (file.Length is > 0 and <= MaxBytes)
                found.Add($"{Folder}/{file.Name}", (file.FullName, await File.ReadAllBytesAsync(file.FullName, cancellationToken).ConfigureAwait(false)));
        }

        foreach (var file in Find(sessionPath, "agent-*.jsonl"))
        {
            if (await FirstLineAsync(file.FullName, cancellationToken).ConfigureAwait(false) is { Length: > 0 } line)
                found.Add($"{Folder}/{file.Name}", (file.FullName, line));
        }

        return found;
    }

    /// <summary>The files of a session's sub-agents, in ordinal order; none where they may not be listed.</summary>
    public static IReadOnlyList<string> Agents(string sessionPath)
    {
        try
        {
            return [.. Find(sessionPath, "agent-*.jsonl").Select(static f => f.FullName)];
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            // The session itself is read all the same, and says so if its own companions cannot be.
            return [];
        }
    }

    private static IEnumerable<FileInfo> Find(string sessionPath, string pattern)
    {
        if (!sessionPath.EndsWith(".jsonl", StringComparison.Ordinal))
            return [];
        var folder = new DirectoryInfo(Path.Join(Path.ChangeExtension(sessionPath, null), Folder));
        return folder.Exists
            ? folder.EnumerateFiles(pattern).OrderBy(static f => f.Name, StringComparer.Ordinal).Take(MaxFiles)
            : [];
    }

    /// <summary>
    /// Without its line end, so that a file that grows only ever adds to it. Empty for a file that cannot be read: it fails
    /// in its own import and stands for nothing here.
    /// </summary>
    private static async ValueTask<byte[]> FirstLineAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var file = SessionFile.Open(path);
            var beginning = await file.ReadHeaderAsync(MaxBytes, cancellationToken).ConfigureAwait(false);
            var feed = Array.IndexOf(beginning, (byte)'\n');
            return feed < 0 ? beginning : beginning[..feed];
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            return [];
        }
    }
}
