namespace OpenTraces.Trail.Paths;

/// <summary>
/// Where a file that a transcript names lies in a repository: relative to the work tree it ran in, or else the longest end
/// of its path that the repository has.
/// </summary>
internal sealed class TranscriptPath
{
    private readonly List<string> _parts;
    private readonly StringComparison _comparison;
    private readonly string? _rooted;
    private readonly bool _outside;
    private readonly bool _complete;
    private readonly string? _below;

    private TranscriptPath(List<string> parts, bool windows, bool complete, string? rooted, bool outside, string? below)
    {
        _parts = parts;
        _comparison = windows ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        _complete = complete;
        _rooted = rooted;
        _outside = outside;
        _below = below;
    }

    private TranscriptPath(TranscriptPath strict)
    {
        (_parts, _comparison, _complete) = (strict._parts, strict._comparison, strict._complete);
        (_rooted, _outside, _below, IsLoose) = (strict._rooted, strict._outside, strict._below, true);
    }

    public TranscriptPath Loosened() => new(this);

    /// <summary>
    /// True for a path that may also lie deeper than the transcript says: the repository never had the file there, because all
    /// its files were moved into a folder when its history was written anew.
    /// </summary>
    public bool IsLoose { get; private init; }

    /// <summary>The file's own name.</summary>
    public string Name => _parts.Count == 0 ? "" : _parts[^1];

    /// <summary>True when the work tree is known, so that the match is no guess.</summary>
    public bool IsRooted => _rooted is not null;

    public static TranscriptPath Of(string path, string? workingDirectory, IReadOnlyList<string> workTrees)
    {
        var windows = PathForm.IsWindows(path) || (workingDirectory is not null && PathForm.IsWindows(workingDirectory));
        var absolute = PathForm.IsAbsolute(path);
        var full = absolute || workingDirectory is null ? path : workingDirectory.TrimEnd('/', '\\') + "/" + path;
        var parts = PathForm.Split(full, windows);
        var comparison = windows ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var complete = absolute || workingDirectory is not null;
        if (!complete)
            return new TranscriptPath(parts, windows, false, null, false, null);
        var directory = workingDirectory is null ? [] : PathForm.Split(workingDirectory, windows);
        var inside = false;
        // The deepest work tree first: one may lie inside another.
        foreach (var root in workTrees.Select(t => PathForm.Split(t, PathForm.IsWindows(t))).OrderByDescending(t => t.Count))
        {
            if (parts.Count > root.Count && StartsWith(parts, root, comparison))
                return new TranscriptPath(parts, windows, true, Below(root), false, Below(root));
            inside |= StartsWith(directory, root, comparison);
        }

        var isBelow = directory.Count > 0 && parts.Count > directory.Count && StartsWith(parts, directory, comparison);
        return new TranscriptPath(parts, windows, true, null, inside, isBelow ? Below(directory) : null);

        string Below(List<string> folder) => string.Join('/', parts.Skip(folder.Count));
    }

    /// <summary>Whether a file of the repository is this one in a deeper folder.</summary>
    public bool IsDeeper(string repositoryPath) =>
        _below is not null && repositoryPath.Length > _below.Length && repositoryPath[^(_below.Length + 1)] == '/' && repositoryPath.EndsWith(_below, _comparison);

    /// <summary>How many parts a file of the repository shares with the end of this path; 0 when it cannot be this file.</summary>
    public int Match(string repositoryPath)
    {
        var strict = MatchStrictly(repositoryPath);
        return strict == 0 && IsLoose && IsDeeper(repositoryPath) ? 1 : strict;
    }

    private int MatchStrictly(string repositoryPath)
    {
        if (_rooted is not null)
            return string.Equals(_rooted, repositoryPath, _comparison) ? _parts.Count : 0;
        if (_outside || _parts.Count == 0)
            return 0;
        var parts = repositoryPath.Split('/');
        var shared = Math.Min(parts.Length, _parts.Count);
        // All of the repository's path must be the end of a complete one; a relative one may be the end of it.
        if (_complete && parts.Length > _parts.Count)
            return 0;
        for (var i = 1; i <= shared; i++)
        {
            if (!string.Equals(parts[^i], _parts[^i], _comparison))
                return 0;
        }

        return shared;
    }

    /// <summary>Longer ends of this path: when the repository has one of them, that file is meant and not the matched one.</summary>
    public IEnumerable<string> LongerThan(int matched)
    {
        if (_rooted is not null || !_complete)
            yield break;
        for (var count = matched + 1; count < _parts.Count; count++)
            yield return string.Join('/', _parts.Skip(_parts.Count - count));
    }

    /// <summary>True when other files of the repository may end in the same way, so that all of them must be known.</summary>
    public bool NeedsEveryFile => IsLoose || (!_complete && _rooted is null);

    private static bool StartsWith(List<string> parts, List<string> start, StringComparison comparison)
    {
        if (parts.Count < start.Count)
            return false;
        for (var i = 0; i < start.Count; i++)
        {
            if (!string.Equals(parts[i], start[i], comparison))
                return false;
        }

        return true;
    }
}
