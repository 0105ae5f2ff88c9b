namespace OpenTraces.Trail.Git;

/// <summary>Where git reads and writes when that is not the repository of the folder it is started in.</summary>
internal sealed record GitPlace
{
    /// <summary>Environment variables, such as <c>GIT_DIR</c>.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Variables { get; init; }

    /// <summary>Settings that win over every configuration file, as <c>name=value</c>.</summary>
    public required IReadOnlyList<string> Settings { get; init; }

    /// <summary>The repository that options name; null when git is to find it.</summary>
    /// <param name="options">The options.</param>
    /// <param name="folder">Where their paths are meant from, whatever folder git is started in.</param>
    public static GitPlace? Named(TrailOptions options, string folder)
    {
        if (options.GitDirectory is not { } directory)
            return null;
        var variables = new List<KeyValuePair<string, string>> { new("GIT_DIR", Path.GetFullPath(directory, folder)) };
        if (options.WorkTree is { } tree)
            variables.Add(new("GIT_WORK_TREE", Path.GetFullPath(tree, folder)));
        return new GitPlace { Variables = variables, Settings = [] };
    }
}
