namespace OpenTraces.Trail.Git;

/// <summary>Where git reads and writes when that is not the repository of the folder it is started in.</summary>
internal sealed record GitPlace
{
    /// <summary>Environment variables, such as <c>GIT_DIR</c>.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Variables { get; init; }

    /// <summary>Settings that win over every configuration file, as <c>name=value</c>.</summary>
    public required IReadOnlyList<string> Settings { get; init; }
}
