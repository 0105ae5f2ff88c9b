using OpenTraces.Trail.Paths;

namespace OpenTraces.Trail.Replay;

/// <summary>
/// Which files of a trace are files of this repository. A name alone does not say: every project has a README. So a file is one when it
/// lies in a work tree, or below the folder in which the trace wrote another file whose change a commit took for certain.
/// </summary>
internal sealed class RepositoryPlace
{
    private readonly List<(List<string> Parts, bool Windows)> _roots = [];

    public RepositoryPlace(IEnumerable<string> workTrees, IEnumerable<PatchAnchor> anchors)
    {
        foreach (var tree in workTrees)
            _roots.Add((PathForm.Split(tree, PathForm.IsWindows(tree)), PathForm.IsWindows(tree)));
        foreach (var anchor in anchors.Where(a => a is { Commit: not null, Firm: true }))
        {
            var (parts, windows) = Full(anchor);
            var inside = anchor.Path!.Split('/');
            if (parts is not null && parts.Count > inside.Length && Matches(parts, parts.Count - inside.Length, inside, windows))
                _roots.Add((parts[..^inside.Length], windows));
        }
    }

    /// <summary>The path from the top of the repository; null for a file that is not known to be one of it.</summary>
    public string? Find(PatchAnchor anchor)
    {
        if (anchor is { Commit: not null, Firm: true })
            return anchor.Path;
        var (parts, windows) = Full(anchor);
        if (parts is null)
            return null;
        // The deepest first: one work tree may lie inside another.
        foreach (var (root, _) in _roots.OrderByDescending(r => r.Parts.Count))
        {
            if (parts.Count > root.Count && Matches(parts, 0, root, windows))
                return anchor.Commit is null ? string.Join('/', parts.Skip(root.Count)) : anchor.Path;
        }

        return null;
    }

    private static (List<string>? Parts, bool Windows) Full(PatchAnchor anchor)
    {
        var content = anchor.Patch.Content;
        var directory = content.WorkingDirectory;
        var isAbsolute = PathForm.IsAbsolute(content.FilePath);
        if (!isAbsolute && directory is null)
            return (null, false);
        var windows = PathForm.IsWindows(content.FilePath) || (directory is not null && PathForm.IsWindows(directory));
        var full = isAbsolute ? content.FilePath : directory!.TrimEnd('/', '\\') + "/" + content.FilePath;
        return (PathForm.Split(full, windows), windows);
    }

    private static bool Matches(List<string> parts, int at, IReadOnlyList<string> expected, bool windows)
    {
        var comparison = windows ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        for (var i = 0; i < expected.Count; i++)
        {
            if (!string.Equals(parts[at + i], expected[i], comparison))
                return false;
        }

        return true;
    }
}
