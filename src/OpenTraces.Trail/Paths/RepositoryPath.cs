namespace OpenTraces.Trail.Paths;

/// <summary>A path as somebody gives it, made one from the root of a repository.</summary>
internal static class RepositoryPath
{
    /// <summary>Disks of these systems tell letters apart by neither case nor form of the folders above a repository.</summary>
    private static readonly StringComparison Comparison =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>Null for a path that leads out of the repository.</summary>
    /// <param name="path">A whole path, or one from the folder.</param>
    /// <param name="folder">From the root, with slashes; empty for the root itself.</param>
    /// <param name="workTrees">Where the repository's files lie.</param>
    public static string? Read(string path, string folder, IEnumerable<string> workTrees) =>
        Path.IsPathFullyQualified(path) ? ReadWhole(path, workTrees) : Join(folder + "/" + path);

    /// <summary>True for a path and what lies below it; everything lies below the root.</summary>
    public static bool Covers(string path, string? file) =>
        path.Length == 0 || (file is not null && file.StartsWith(path, StringComparison.Ordinal) && (file.Length == path.Length || file[path.Length] == '/'));

    private static string? ReadWhole(string path, IEnumerable<string> workTrees)
    {
        // Git keeps a link as a file of its own, so what the path itself names is first taken as it is.
        var whole = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var named = Path.GetDirectoryName(whole) is { } parent ? Path.Join(RealPath.Of(parent), Path.GetFileName(whole)) : whole;
        var roots = workTrees.Select(RealPath.Of).ToArray();
        return roots.Select(r => Below(r, named)).FirstOrDefault(p => p is not null)
            ?? roots.Select(r => Below(r, RealPath.Of(whole))).FirstOrDefault(p => p is not null);
    }

    private static string? Below(string root, string path)
    {
        if (path.Equals(root, Comparison))
            return "";
        var folder = Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar;
        return path.StartsWith(folder, Comparison) ? Join(path[folder.Length..]) : null;
    }

    private static string? Join(string path)
    {
        var names = new List<string>();
        foreach (var name in OperatingSystem.IsWindows() ? path.Split('/', '\\') : path.Split('/'))
        {
            if (name is "" or ".")
                continue;
            if (name != "..")
                names.Add(name);
            else if (names.Count == 0)
                return null;
            else
                names.RemoveAt(names.Count - 1);
        }

        return string.Join('/', names);
    }
}
