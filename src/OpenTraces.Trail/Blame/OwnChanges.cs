using OpenTraces.Trail.Git;
using OpenTraces.Trail.History;
using OpenTraces.Trail.Paths;

namespace OpenTraces.Trail.Blame;

/// <summary>What a commit changed itself.</summary>
/// <param name="Names">The files, before and after, without their folders.</param>
/// <param name="Added">Lines that git shows; of a merge those that no parent has.</param>
/// <param name="Hidden">The files whose lines it does not show.</param>
internal sealed record OwnChanges(IReadOnlySet<string> Names, int Added, IReadOnlySet<string> Hidden)
{
    /// <summary>All lines that are known to be added: of files that are not shown, those that were found to be somebody's.</summary>
    public int AddedWith(IEnumerable<PatchAnchor> anchors) => Hidden.Count == 0 ? Added
        : Added + AnchoredLines.Count(anchors.Where(a => a.Path is { } path && Hidden.Contains(path)));

    /// <summary>Whether anything of the path that was asked for changed.</summary>
    public bool HasPath { get; private init; }

    /// <summary>The changes of some commits, in their order, in at most two calls of git.</summary>
    /// <inheritdoc cref="ReadAsync(IGitRepository, IReadOnlyList{GitCommit}, IReadOnlyDictionary{string, GitCommit}, string, CancellationToken)"/>
    public static ValueTask<IReadOnlyList<OwnChanges>> ReadAsync(
        IGitRepository git, IReadOnlyList<GitCommit> commits, IReadOnlyDictionary<string, GitCommit> known, CancellationToken cancellationToken) =>
        ReadAsync(git, commits, known, "", cancellationToken);

    /// <summary>The same, counting the lines of one file or folder.</summary>
    /// <param name="git">The repository.</param>
    /// <param name="commits">The commits.</param>
    /// <param name="known">At least their parents.</param>
    /// <param name="path">From the root; empty for everything.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async ValueTask<IReadOnlyList<OwnChanges>> ReadAsync(
        IGitRepository git, IReadOnlyList<GitCommit> commits, IReadOnlyDictionary<string, GitCommit> known, string path, CancellationToken cancellationToken)
    {
        var answer = new OwnChanges[commits.Count];
        // Only a merge needs the text: a line is its own when no parent has it.
        foreach (var (merges, text) in ((bool, DiffText)[])[(false, DiffText.Count), (true, DiffText.Full)])
        {
            var places = Enumerable.Range(0, commits.Count).Where(i => commits[i].Parents.Count > 1 == merges).ToArray();
            TreePair[] pairs = [.. places.SelectMany(i => Pairs(git, commits[i], known))];
            var sides = new List<TreeDiff>();
            var at = 0;
            await foreach (var diff in git.DiffAsync(pairs, (_, _) => text, cancellationToken).ConfigureAwait(false))
            {
                sides.Add(diff);
                if (sides.Count < commits[places[at]].Parents.Count)
                    continue;
                answer[places[at++]] = Of(sides, path);
                sides.Clear();
            }
        }

        return answer;
    }

    private static IEnumerable<TreePair> Pairs(IGitRepository git, GitCommit commit, IReadOnlyDictionary<string, GitCommit> known) =>
        commit.Parents.Count == 0 ? [new TreePair(git.EmptyTree, commit.Tree)] : commit.Parents.Select(p => new TreePair(known[p].Tree, commit.Tree));

    private static OwnChanges Of(List<TreeDiff> sides, string asked)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var hidden = new HashSet<string>(StringComparer.Ordinal);
        var (added, hasPath) = (0, false);
        foreach (var (change, hunks) in MergeSides.OwnChanges(sides))
        {
            foreach (var path in (string?[])[change.OldPath, change.NewPath])
            {
                if (path is not null)
                    names.Add(PathForm.Name(path));
            }

            if (change is { IsBinary: true, NewPath: { } shown })
                hidden.Add(shown);
            hasPath |= RepositoryPath.Covers(asked, change.OldPath) || RepositoryPath.Covers(asked, change.NewPath);
            if (RepositoryPath.Covers(asked, change.NewPath))
                added += sides.Count > 1 ? hunks.Sum(h => h.Added.Count) : change.AddedCount;
        }

        return new OwnChanges(names, added, hidden) { HasPath = hasPath };
    }
}
