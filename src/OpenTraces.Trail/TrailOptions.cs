namespace OpenTraces.Trail;

/// <summary>How a repository is read.</summary>
public sealed class TrailOptions
{
    /// <summary>
    /// The <c>git</c> program; default <c>git</c>. A bare name is looked for in the folders of the host's path only, never in the current
    /// folder.
    /// </summary>
    public string GitProgram { get; set; } = "git";

    /// <summary>
    /// The git directory, where the folder that is named does not lead to it, as git tells its hooks in <c>GIT_DIR</c>; null, the default, to
    /// find it from that folder. A relative path is meant from there.
    /// </summary>
    public string? GitDirectory { get; set; }

    /// <summary>
    /// The working tree that goes with <see cref="GitDirectory"/>, as git tells its hooks in <c>GIT_WORK_TREE</c>; null, the default, for what
    /// git takes: that of the repository's configuration, else the folder that is named. Nothing without a git directory.
    /// </summary>
    public string? WorkTree { get; set; }

    /// <summary>How long one call of git may take; default 2 minutes.</summary>
    public TimeSpan GitTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Files larger than this that git does not track are left out of snapshots; default 64 MiB.</summary>
    public long SnapshotFileLimit { get; set; } = 64L * 1024 * 1024;

    /// <summary>The clock that timeouts and budgets are measured with; default the system's.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;
}
