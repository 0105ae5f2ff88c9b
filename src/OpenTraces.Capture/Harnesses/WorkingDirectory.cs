namespace OpenTraces.Capture.Harnesses;

/// <summary>What the path of a session's directory tells.</summary>
internal static class WorkingDirectory
{
    /// <summary><c>darwin</c>, <c>linux</c> or <c>windows</c>; null when the path does not say.</summary>
    public static string? OperatingSystem(string? path)
    {
        if (path is null)
            return null;
        if (path.StartsWith("/Users/", StringComparison.Ordinal))
            return "darwin";
        if (path.StartsWith("/home/", StringComparison.Ordinal) || path.StartsWith("/root", StringComparison.Ordinal))
            return "linux";
        return path.Length > 2 && char.IsAsciiLetter(path[0]) && path[1] == ':' && path[2] is '\\' or '/' ? "windows" : null;
    }

    /// <summary>Whether a path is a directory or lies below it; both may be of any system.</summary>
    public static bool IsWithin(string path, string directory)
    {
        var isWindows = OperatingSystem(directory) == "windows";
        var inner = Normal(path);
        var outer = Normal(directory);
        var comparison = isWindows ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return inner.StartsWith(outer, comparison)
            && (inner.Length == outer.Length || outer.EndsWith('/') || inner[outer.Length] == '/');
    }

    private static string Normal(string path)
    {
        var slashes = OperatingSystem(path) == "windows" ? path.Replace('\\', '/') : path;
        return slashes.Length > 1 ? slashes.TrimEnd('/') : slashes;
    }
}
