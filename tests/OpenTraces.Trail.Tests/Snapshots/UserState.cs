using System.Security.Cryptography;
using OpenTraces.TestKit;

namespace OpenTraces.Trail.Tests.Snapshots;

/// <summary>Everything of a repository that belongs to the person, as lines to compare.</summary>
internal static class UserState
{
    private static readonly string Own = Path.Combine(".git", "opentraces.git");

    public static string[] Of(TempGitRepo repo)
    {
        var lines = new List<string>();
        foreach (var path in Directory.EnumerateFileSystemEntries(repo.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(repo.Root, path);
            if (name.StartsWith(Own, StringComparison.Ordinal))
                continue;
            var info = new FileInfo(path);
            if (!info.Exists || info.LinkTarget is not null)
            {
                lines.Add($"{name} {info.LinkTarget}");
                continue;
            }

            // Git renews the time of an object that it finds it need not write again, which keeps it from being collected.
            var isObject = name.StartsWith(Path.Combine(".git", "objects"), StringComparison.Ordinal) || Path.GetFileName(name).StartsWith("sharedindex.", StringComparison.Ordinal);
            lines.Add($"{name} {(isObject ? 0 : info.LastWriteTimeUtc.Ticks)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}");
        }

        return [.. lines];
    }

    /// <summary>The same through git's own eyes; asked after the files, because a status may refresh the index.</summary>
    public static string[] ByGit(TempGitRepo repo) =>
    [
        repo.Git("--no-optional-locks", "status", "--porcelain=v2", "--branch", "--show-stash"),
        repo.Git("for-each-ref"),
        repo.Git("reflog", "--all"),
        repo.Git("stash", "list"),
        repo.Git("config", "--list", "--local"),
        repo.Git("count-objects", "-v"),
        repo.Git("log", "--all", "--format=%H"),
        repo.Git("ls-files", "--stage", "--debug"),
        repo.Git("worktree", "list", "--porcelain"),
    ];
}
