namespace OpenTraces.Schema;

/// <summary>
/// Paths the way Agent Trace has them: relative, with forward slashes. The repository's root is not recorded, so they are
/// relative to the outermost working directory the patches name that holds the file. A file in none has no path: an
/// absolute one would tell the reader's home.
/// </summary>
internal sealed class PatchPaths(IEnumerable<TracePatch> patches)
{
    private readonly List<string> _roots = [.. patches.Select(static p => p.Content.WorkingDirectory).OfType<string>().Distinct(StringComparer.Ordinal)
        .Select(static r => Slashes(r).TrimEnd('/')).Where(IsAbsolute).OrderBy(static r => r.Length).ThenBy(static r => r, StringComparer.Ordinal)];

    /// <summary>The path; null when the file lies outside.</summary>
    public string? Of(string file, string? workingDirectory) => Inside(file, workingDirectory) is { } path && !PlaceText.IsOutside(path) ? path : null;

    /// <summary>
    /// A relative path as it is; an absolute one, a <c>file:</c> address too, as <see cref="Of"/> has it. Any other address has none, and
    /// neither has a path that is absolute only once it is decoded.
    /// </summary>
    public string? Relative(string file)
    {
        var path = Slashes(file);
        if (path.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
            return Of(PathOf(path["file:".Length..]), null);
        if (IsAbsolute(path) || Plain(path, 0) is null)
            return Of(path, null);
        return PlaceText.IsOutside(path) ? null : file;
    }

    private string? Inside(string file, string? workingDirectory)
    {
        var path = Slashes(file);
        if (!IsAbsolute(path) && workingDirectory is not null && IsAbsolute(Slashes(workingDirectory)))
            path = Slashes(workingDirectory).TrimEnd('/') + "/" + path;
        if (!IsAbsolute(path))
            return Plain(path, 0);
        foreach (var root in _roots)
        {
            var comparison = root.Length > 1 && root[1] == ':' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
            if (Plain(path, path[0] == '/' ? 1 : 0) is { } whole && Plain(root, root[0] == '/' ? 1 : 0) is { } inner && whole.StartsWith(inner + "/", comparison))
                return whole[(inner.Length + 1)..];
        }

        return null;
    }

    // Of /home/me/a, ///home/me/a and ///C:/a; a host becomes a folder nobody works in.
    private static string PathOf(string address)
    {
        var path = Uri.UnescapeDataString(address.TrimStart('/'));
        return IsAbsolute(path) ? path : "/" + path;
    }

    private static string Slashes(string path) => path.Replace('\\', '/');

    private static bool IsAbsolute(string path) =>
        path.StartsWith('/') || path.StartsWith('~') || (path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0]));

    // Without dot segments; null when it leads out of where it begins.
    private static string? Plain(string path, int start)
    {
        var parts = new List<string>();
        foreach (var part in path[start..].Split('/'))
        {
            if (part is "" or ".")
                continue;
            if (part != "..")
                parts.Add(part);
            else if (parts.Count == 0)
                return null;
            else
                parts.RemoveAt(parts.Count - 1);
        }

        return parts.Count == 0 ? null : string.Join('/', parts);
    }
}
