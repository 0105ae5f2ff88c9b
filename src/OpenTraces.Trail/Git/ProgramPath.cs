namespace OpenTraces.Trail.Git;

/// <summary>
/// Finds a program in the folders of the path. The operating system's own search begins in the current folder, which often is a
/// repository of somebody else, and a file there that is called like the program would be run.
/// </summary>
internal static class ProgramPath
{
    /// <summary>The whole path; null when there is none. A name with a folder in it is taken as it stands.</summary>
    /// <param name="program">The program.</param>
    /// <param name="environment">The variables it is to be started with.</param>
    public static string? Find(string program, IDictionary<string, string?> environment)
    {
        if (program.AsSpan().IndexOfAny('/', '\\') >= 0)
            return Path.GetFullPath(program);
        var name = OperatingSystem.IsWindows() && !Path.HasExtension(program) ? program + ".exe" : program;
        environment.TryGetValue("PATH", out var path);
        return (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }
}
