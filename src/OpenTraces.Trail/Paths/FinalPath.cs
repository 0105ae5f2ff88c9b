namespace OpenTraces.Trail.Paths;

/// <summary>Where a path leads when every link of it is followed, in its folders and at its end.</summary>
internal static class FinalPath
{
    /// <summary>As many as an operating system follows: behind more of them, nothing can be opened.</summary>
    private const int MaxLinks = 40;

    /// <summary>What is not there stays as it is named.</summary>
    /// <param name="path">An absolute path.</param>
    public static string Of(string path)
    {
        var at = Path.GetPathRoot(path)!;
        var ahead = new Stack<string>();
        Add(ahead, path[at.Length..]);
        var links = 0;
        while (ahead.TryPop(out var name))
        {
            if (name == "..")
            {
                at = Path.GetDirectoryName(at) ?? at;
                continue;
            }

            var next = Path.Combine(at, name);
            if (new FileInfo(next).LinkTarget is { } target && ++links <= MaxLinks)
            {
                // Relative to where the link lies, whose own links are followed already.
                var root = Path.GetPathRoot(target)!;
                at = root.Length > 0 ? Path.GetFullPath(root, at) : at;
                Add(ahead, target[root.Length..]);
            }
            else
            {
                at = next;
            }
        }

        return at;
    }

    private static void Add(Stack<string> ahead, string path)
    {
        foreach (var name in path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Reverse())
        {
            if (name != ".")
                ahead.Push(name);
        }
    }
}
