namespace OpenTraces.Trail;

/// <summary>How a repository is read.</summary>
public sealed class TrailOptions
{
    /// <summary>
    /// The <c>git</c> program; default <c>git</c>. A bare name is looked for in the folders of the host's path only, never in the current
    /// folder.
    /// </summary>
    public string GitProgram { get; set; } = "git";

    /// <summary>How long one call of git may take; default 2 minutes.</summary>
    public TimeSpan GitTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Files larger than this that git does not track are left out of snapshots; default 64 MiB.</summary>
    public long SnapshotFileLimit { get; set; } = 64L * 1024 * 1024;

    /// <summary>The clock that timeouts and budgets are measured with; default the system's.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;
}
