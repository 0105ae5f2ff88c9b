using OpenTraces.Trail.Git;
using OpenTraces.Trail.History;

namespace OpenTraces.Trail.Blame;

/// <summary>Refuses matches in a file that is not the one the transcript's path means in the commit.</summary>
internal static class PathCheck
{
    /// <summary>The patches whose path names another file of the commit better, or several equally well.</summary>
    public static async ValueTask<HashSet<int>> FindMisplacedAsync(
        IGitRepository git, HistoryLog log, IReadOnlyList<CommitMatch?> chosen, CancellationToken cancellationToken)
    {
        var better = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var misplaced = new HashSet<int>();
        var files = new Dictionary<int, IReadOnlyList<string>>();
        for (var i = 0; i < chosen.Count; i++)
        {
            if (chosen[i] is not { Match: { Ambiguous: false } match } found || (match.Patch.Path.IsRooted && !match.Patch.Path.IsLoose))
                continue;
            var path = match.Patch.Path;
            if (path.NeedsEveryFile)
            {
                if (!files.TryGetValue(found.Commit, out var all))
                    files[found.Commit] = all = await git.ListFilesAsync(log.IdOf(found.Commit), cancellationToken).ConfigureAwait(false);
                if (all.Count(f => path.Match(f) > 0) > 1)
                    misplaced.Add(i);
            }

            foreach (var longer in path.LongerThan(path.Match(match.Path)))
            {
                var name = $"{log.IdOf(found.Commit)}:{longer}";
                if (better.TryGetValue(name, out var patches))
                    patches.Add(i);
                else
                    better[name] = [i];
            }
        }

        foreach (var name in await git.FindExistingAsync(better.Keys, cancellationToken).ConfigureAwait(false))
            misplaced.UnionWith(better[name]);
        return misplaced;
    }
}
