namespace OpenTraces.Trail.Paths;

/// <summary>Paths as transcripts write them, on whatever system the session ran.</summary>
internal static class PathForm
{
    /// <summary>A drive letter or a network share, which mean that back slashes separate.</summary>
    public static bool IsWindows(string path) =>
        (path.Length >= 2 && char.IsAsciiLetter(path[0]) && path[1] == ':' && (path.Length == 2 || path[2] is '\\' or '/'))
        || path.StartsWith(@"\\", StringComparison.Ordinal);

    public static bool IsAbsolute(string path) => path.StartsWith('/') || IsWindows(path);

    /// <summary>The parts of a path; <c>.</c> is dropped and <c>..</c> takes its parent away.</summary>
    public static List<string> Split(string path, bool windows)
    {
        var parts = new List<string>();
        foreach (var part in windows ? path.Split('/', '\\') : path.Split('/'))
        {
            if (part.Length == 0 || part == ".")
                continue;
            if (part != "..")
                parts.Add(part);
            else if (parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
        }

        return parts;
    }

    /// <summary>The last part, for finding candidates.</summary>
    public static string Name(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
}
