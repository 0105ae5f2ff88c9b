namespace OpenTraces.Trail.GitHub;

/// <summary>How GitHub's own program is run.</summary>
public sealed class GitHubOptions
{
    /// <summary>
    /// The <c>gh</c> program; default <c>gh</c>. A bare name is looked for in the folders of the path only, never in the folder that it is to
    /// work in, which holds files of others.
    /// </summary>
    public string Program { get; set; } = "gh";

    /// <summary>How long one call may take; default 2 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The clock that <see cref="Timeout"/> is measured with; default the system's.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;
}
