using System.Globalization;

namespace OpenTraces.Trail.Snapshots;

/// <summary>The names of what a snapshot or its patches lack.</summary>
internal static class SnapshotLimitation
{
    /// <summary>The budget ended before the snapshot was made.</summary>
    public const string TimedOut = "snapshot_timed_out";

    /// <summary>The budget ended before the patches were made; the snapshot is there.</summary>
    public const string DiffTimedOut = "snapshot_diff_timed_out";

    /// <summary>There is nothing a snapshot can be taken of, for example no repository.</summary>
    public const string Unavailable = "snapshot_unavailable";

    /// <summary>Git failed.</summary>
    public const string Failed = "snapshot_failed";

    /// <summary>What the patches start from is gone.</summary>
    public const string Lost = "snapshot_lost";

    /// <summary>The call's beginning was not seen, or no snapshot of it was made.</summary>
    public const string NoBefore = "no_snapshot_before";

    /// <summary>Another call was open in the same working tree, so a change may be its.</summary>
    public const string Overlap = "concurrent_writer_overlap";

    /// <summary>That a file changed is known, and not what changed in it.</summary>
    public const string ContentUnknown = "content_unknown";

    /// <summary>Only the file's mode changed.</summary>
    public const string ModeOnly = "mode_only";

    /// <summary>The change is that of a submodule's or nested repository's commit.</summary>
    public const string Submodule = "submodule";

    public static string LargeFiles(int count) => Count("large_files_left_out", count);

    public static string UnreadableFiles(int count) => Count("unreadable_files_left_out", count);

    public static string UnreadableFolders(int count) => Count("unreadable_folders_left_out", count);

    public static string EmptyRepositories(int count) => Count("nested_repositories_without_commits_left_out", count);

    /// <summary>Files that only a program that failed, or is not there, could have read.</summary>
    public static string Filter(string name) => "filter_failed:" + name;

    private static string Count(string name, int count) => string.Create(CultureInfo.InvariantCulture, $"{name}:{count}");
}
