using System.Text;

namespace OpenTraces.Trail.Git;

/// <summary>Reads git's patch ids of commits: one git compares, and another reads what it prints.</summary>
internal static class PatchIdReader
{
    private static readonly string[] Compare =
    [
        "diff-tree", "--stdin", "-r", "-p", "--root", "--no-renames", "--full-index", "--no-color", "--no-ext-diff", "--no-textconv",
        "--indent-heuristic", "--submodule=short", "--src-prefix=a/", "--dst-prefix=b/",
    ];

    /// <summary>By commit; merges, and commits that change nothing, are left out.</summary>
    public static async ValueTask<IReadOnlyDictionary<string, string>> ReadAsync(
        GitProcess git, IReadOnlyCollection<string> commits, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (commits.Count == 0)
            return found;
        var changes = git.Start(Compare, (input, token) => CommitListReader.WriteAsync(input, commits, token), cancellationToken);
        await using (changes.ConfigureAwait(false))
        {
            var ids = git.Start(["patch-id", "--stable"], (input, token) => changes.Output.CopyToAsync(input, token), cancellationToken);
            await using (ids.ConfigureAwait(false))
            {
                try
                {
                    using var reader = new StreamReader(ids.Output, Encoding.ASCII, leaveOpen: true);
                    while (await reader.ReadLineAsync(ids.Token).ConfigureAwait(false) is { } line)
                    {
                        if (line.Split(' ') is [var id, var commit])
                            found[commit] = id;
                    }
                }
                catch (OperationCanceledException) when (ids.TimedOut)
                {
                    throw ids.Timeout();
                }

                await ids.FinishAsync().ConfigureAwait(false);
            }

            await changes.FinishAsync().ConfigureAwait(false);
        }

        return found;
    }
}
