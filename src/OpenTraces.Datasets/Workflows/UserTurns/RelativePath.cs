namespace OpenTraces.Datasets.Workflows;

/// <summary>Paths as text, for sessions of any system on any system: nothing here asks the disk.</summary>
internal static class RelativePath
{
    /// <summary>The path below the folder, with forward slashes; the path itself when it lies elsewhere.</summary>
    public static string Of(string path, string? folder)
    {
        var slashed = path.Replace('\\', '/');
        if (string.IsNullOrEmpty(folder))
            return slashed;
        var root = folder.Replace('\\', '/').TrimEnd('/') + "/";
        var windows = root.Length > 2 && root[1] == ':';
        return slashed.Length > root.Length && slashed.StartsWith(root, windows ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)
            ? slashed[root.Length..]
            : slashed.StartsWith("./", StringComparison.Ordinal) ? slashed[2..] : slashed;
    }
}
