using OpenTraces.Schema;

namespace OpenTraces.Capture.Import;

/// <summary>Finds the files that an import is about, before any is read.</summary>
internal static class ImportPaths
{
    /// <summary>
    /// Every file once: those given as they are given, each with the files of its sub-agents behind it, those of a folder by their path in ordinal order. A folder below
    /// that may not be read comes with its error.
    /// </summary>
    public static IReadOnlyList<(string Path, OpenTracesException? Error)> Expand(
        IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        var found = new List<(string Path, OpenTracesException? Error)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            var start = found.Count;
            if (Directory.Exists(path))
                AddTree(path, found, isGiven: true, cancellationToken);
            else if (File.Exists(path))
                found.AddRange([(path, null), .. CompanionFiles.Agents(path).Select(static p => (p, (OpenTracesException?)null))]);
            else
                throw new OpenTracesException(OpenTracesErrorCode.NotFound,
                    $"There is no file or folder '{path}'. Nothing was imported; check the path.");
            found.Sort(start, found.Count - start, Comparer<(string Path, OpenTracesException?)>.Create(
                static (a, b) => string.CompareOrdinal(Slashed(a.Path), Slashed(b.Path))));
        }

        found.RemoveAll(file => !seen.Add(file.Path));
        return found;
    }

    private static void AddTree(
        string folder, List<(string, OpenTracesException?)> found, bool isGiven, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        FileSystemInfo[] entries;
        try
        {
            entries = new DirectoryInfo(folder).GetFileSystemInfos();
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            var error = new OpenTracesException(OpenTracesErrorCode.Precondition,
                $"The folder '{folder}' cannot be read. Check its permissions.", exception);
            if (isGiven)
                throw error;
            found.Add((folder, error));
            return;
        }

        foreach (var entry in entries)
        {
            var path = Path.Join(folder, entry.Name);
            // A link to a folder may lead back up; a link to a file is that file. Git's own files are nobody's session.
            if (entry is not DirectoryInfo)
                found.Add((path, null));
            else if (entry.LinkTarget is null && entry.Name != ".git")
                AddTree(path, found, isGiven: false, cancellationToken);
        }
    }

    private static string Slashed(string path) =>
        Path.DirectorySeparatorChar == '/' ? path : path.Replace(Path.DirectorySeparatorChar, '/');
}
