namespace OpenTraces.Trail.Paths;

/// <summary>Where a path leads when every link in it is followed.</summary>
internal static class RealPath
{
    /// <summary>Links that lead to links of themselves end somewhere.</summary>
    private const int MaxLinks = 40;

    /// <summary>A whole path without links; from where nothing is there on, as it is written.</summary>
    public static string Of(string path) => Follow(Path.GetFullPath(path), 0);

    private static string Follow(string path, int links)
    {
        var at = Path.GetPathRoot(path)!;
        foreach (var name in path[at.Length..].Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Join(at, name);
            at = links < MaxLinks && TargetOf(next) is { } target ? Follow(target, links + 1) : next;
        }

        return at;
    }

    private static string? TargetOf(string path)
    {
        try
        {
            return new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: false)?.FullName;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
