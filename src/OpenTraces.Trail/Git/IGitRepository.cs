namespace OpenTraces.Trail.Git;

/// <summary>What the rest of Trail asks of a repository. It only reads.</summary>
internal interface IGitRepository
{
    /// <summary>The folders of the repository's work trees, with forward slashes and no slash at the end.</summary>
    IReadOnlyList<string> WorkTrees { get; }

    /// <summary>An id that every clone of the repository shares.</summary>
    ValueTask<string> ReadIdAsync(CancellationToken cancellationToken);

    /// <summary>The full id of the commit that a revision names.</summary>
    ValueTask<string> ResolveAsync(string revision, CancellationToken cancellationToken);

    /// <summary>The best common ancestor of two commits; null when they have no history in common.</summary>
    ValueTask<string?> FindMergeBaseAsync(string one, string other, CancellationToken cancellationToken);

    /// <summary>The branch that a revision names, here or on a remote, by the name it has where it lives; null when it names none.</summary>
    ValueTask<string?> FindBranchAsync(string revision, CancellationToken cancellationToken);

    /// <summary>The commits of some full ids, and their parents, by id.</summary>
    ValueTask<IReadOnlyDictionary<string, GitCommit>> ReadCommitsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>Git's stable patch ids of some commits, by full id; of merges, and of commits that change nothing, there is none.</summary>
    ValueTask<IReadOnlyDictionary<string, string>> ReadPatchIdsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>Every commit reachable from the tips, a parent before its children.</summary>
    ValueTask<CommitList> ListCommitsAsync(IReadOnlyList<string> tips, bool alsoAllBranches, CancellationToken cancellationToken);

    /// <summary>The names, without folders and in any case, of every file that a history ever had.</summary>
    ValueTask<HashSet<string>> ListNamesAsync(CommitList commits, CancellationToken cancellationToken);

    /// <summary>The commits that changed any of some files, newest first, with the parents they have among themselves.</summary>
    IAsyncEnumerable<GitCommit> ListFileCommitsAsync(string tip, IReadOnlyList<string> paths, CancellationToken cancellationToken);

    /// <summary>Compares trees in the given order, and finds files that were moved.</summary>
    /// <param name="pairs">The trees; <see cref="EmptyTree"/> stands for no tree.</param>
    /// <param name="wish">What is needed of a change; called before its content is read.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    IAsyncEnumerable<TreeDiff> DiffAsync(IReadOnlyList<TreePair> pairs, DiffWish wish, CancellationToken cancellationToken);

    /// <summary>The same of some files, and maybe more, without a search for moved ones.</summary>
    IAsyncEnumerable<TreeDiff> DiffFilesAsync(
        IReadOnlyList<TreePair> pairs, DiffWish wish, IReadOnlyList<string> paths, CancellationToken cancellationToken);

    /// <summary>The bytes of a file in a commit or tree; null when it is not there.</summary>
    ValueTask<byte[]?> ReadFileAsync(string treeish, string path, CancellationToken cancellationToken);

    /// <summary>The bytes of some files, in their order; null for one that is not there, such as a submodule.</summary>
    IAsyncEnumerable<byte[]?> ReadFilesAsync(string treeish, IReadOnlyList<string> paths, CancellationToken cancellationToken);

    /// <summary>The bytes of the note of a commit under a notes ref; null when it has none.</summary>
    ValueTask<byte[]?> ReadNoteAsync(string reference, string commit, CancellationToken cancellationToken);

    /// <summary>Which of the given <c>commit:path</c> names exist.</summary>
    ValueTask<IReadOnlySet<string>> FindExistingAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken);

    /// <summary>Every file of a commit.</summary>
    ValueTask<IReadOnlyList<string>> ListFilesAsync(string treeish, CancellationToken cancellationToken);

    /// <summary>The objects of some commits, commits first, each once with one of its paths.</summary>
    /// <param name="commits">Full ids.</param>
    /// <param name="without">Commits whose history and files are left out; null to take the files of each commit and no history.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    ValueTask<IReadOnlyList<ObjectName>> ListObjectsAsync(
        IReadOnlyList<string> commits, IReadOnlyList<string>? without, CancellationToken cancellationToken);

    /// <summary>Objects as git keeps them, in the order of their ids; without bytes when one is longer than the limit.</summary>
    IAsyncEnumerable<GitObject> ReadObjectsAsync(IReadOnlyList<string> ids, long limit, CancellationToken cancellationToken);

    /// <summary>Writes a pack of exactly these objects; the same objects in the same order give the same bytes.</summary>
    ValueTask PackAsync(IReadOnlyList<ObjectName> objects, Stream output, CancellationToken cancellationToken);

    /// <summary>The object that a ref names; null when there is no such ref.</summary>
    ValueTask<string?> FindReferenceAsync(string reference, CancellationToken cancellationToken);

    /// <summary>The bytes of some blobs by any of their names, such as <c>commit:path</c>, in their order; null for one that is not there.</summary>
    IAsyncEnumerable<byte[]?> ReadNamedAsync(IReadOnlyList<string> names, CancellationToken cancellationToken);

    /// <summary>The ids of those blobs that are there, by the names they were asked by.</summary>
    ValueTask<IReadOnlyDictionary<string, string>> FindIdsAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken);

    /// <summary>The first of some commits in an order that puts none before its descendants.</summary>
    ValueTask<string> FindNewestAsync(IReadOnlyList<string> commits, CancellationToken cancellationToken);

    /// <summary>Commits at which a shallow clone was cut: their content is not their own change.</summary>
    IReadOnlySet<string> ShallowCommits { get; }

    /// <summary>The id of the tree without files.</summary>
    string EmptyTree { get; }
}
