using System.Runtime.CompilerServices;
using System.Text;
using OpenTraces.Schema;
using OpenTraces.Trail.Paths;

namespace OpenTraces.Trail.Git;

/// <summary>
/// A repository through the git program, for as long as one answer takes: what is asked often is asked of a git that stays.
/// </summary>
internal sealed class GitReading : IGitRepository, IAsyncDisposable
{
    /// <summary>A command line has an end: about more files git is asked without their names, and says more than is wanted.</summary>
    private const int MaxPaths = 200;

    private readonly GitRepository _repository;
    private readonly GitProcess _git;
    private readonly ObjectReader _objects;
    private readonly TreeComparer _trees;

    public GitReading(GitRepository repository, GitProcess git)
    {
        _repository = repository;
        _git = git;
        _objects = new ObjectReader(git);
        _trees = new TreeComparer(git, [], moves: true, HiddenText.LookedFor);
    }

    public IReadOnlyList<string> WorkTrees => _repository.WorkTrees;

    public IReadOnlySet<string> ShallowCommits => _repository.ShallowCommits;

    public string EmptyTree => _repository.EmptyTree;

    public async ValueTask<string> ReadIdAsync(CancellationToken cancellationToken)
    {
        var head = await _git.RunAsync(["rev-list", "--max-parents=0", "HEAD"], cancellationToken).ConfigureAwait(false);
        var text = head.ExitCode == 0
            ? head.Text
            : await _git.ReadAsync(["rev-list", "--max-parents=0", "--all"], cancellationToken).ConfigureAwait(false);
        var roots = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Array.Sort(roots, StringComparer.Ordinal);
        return ContentHash.Of(Encoding.ASCII.GetBytes(string.Join('\n', roots) + "\n")).ToString();
    }

    public async ValueTask<string> ResolveAsync(string revision, CancellationToken cancellationToken)
    {
        // With a circumflex before it, a name means what is left out, which is no commit.
        if (string.IsNullOrWhiteSpace(revision) || revision[0] is '-' or '^' || revision.AsSpan().IndexOfAny('\0', '\n') >= 0)
            throw GitFailure.NoRevision(revision);
        // Of names that are more than a name of one object, rev-parse knows what to make; of a reflog or an upstream that is not there, cat-file dies.
        if (!revision.Contains("..", StringComparison.Ordinal) && !revision.Contains("@{", StringComparison.Ordinal))
            return await _objects.FindCommitAsync(revision, cancellationToken).ConfigureAwait(false) ?? throw GitFailure.NoRevision(revision);
        var output = await _git.RunAsync(
            ["rev-parse", "--verify", "--quiet", revision + "^{commit}"], cancellationToken).ConfigureAwait(false);
        var id = output.Text.Trim();
        return output.ExitCode == 0 && id.Length > 0 ? id : throw GitFailure.NoRevision(revision);
    }

    public async ValueTask<string?> FindMergeBaseAsync(string one, string other, CancellationToken cancellationToken)
    {
        var output = await _git.RunAsync(["merge-base", one, other], cancellationToken).ConfigureAwait(false);
        if (output.ExitCode > 1)
            throw GitFailure.Of("merge-base", output.ExitCode, output.Error);
        return output.ExitCode == 0 ? output.Text.Trim() : null;
    }

    public async ValueTask<string?> FindBranchAsync(string revision, CancellationToken cancellationToken)
    {
        await ResolveAsync(revision, cancellationToken).ConfigureAwait(false);
        var output = await _git.RunAsync(["rev-parse", "--symbolic-full-name", revision], cancellationToken).ConfigureAwait(false);
        return output.Text.Trim().Split('/', 3) switch
        {
            ["refs", "heads", var branch] => branch,
            ["refs", "remotes", var remote] when remote.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash => remote[(slash + 1)..],
            _ => null,
        };
    }

    public ValueTask<IReadOnlyDictionary<string, string>> ReadPatchIdsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        PatchIdReader.ReadAsync(_git, ids, cancellationToken);

    public async ValueTask<IReadOnlyDictionary<string, GitCommit>> ReadCommitsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, GitCommit>(StringComparer.Ordinal);
        if (ids.Count == 0)
            return found;
        string[] arguments = ["rev-list", "--stdin", "--no-walk", "--parents", CommitListReader.Format, "--encoding=UTF-8"];
        string[] asked = [.. ids, .. ids.Select(id => id + "^@")];
        await foreach (var commit in CommitListReader.ReadAsync(_git, arguments, asked, cancellationToken).ConfigureAwait(false))
            found[commit.Id] = commit;
        return found;
    }

    public ValueTask<CommitList> ListCommitsAsync(IReadOnlyList<string> tips, bool alsoAllBranches, CancellationToken cancellationToken)
    {
        List<string> arguments = ["rev-list", "--topo-order", "--reverse", "--parents", CommitListReader.Format, "--encoding=UTF-8", .. tips];
        if (alsoAllBranches)
            arguments.AddRange(["--branches", "--remotes", "--tags"]);
        return CommitList.ReadAsync(CommitListReader.ReadAsync(_git, arguments, cancellationToken), cancellationToken);
    }

    public async ValueTask<HashSet<string>> ListNamesAsync(CommitList commits, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        string[] ids = [.. commits.Commits.Select(c => c.Id)];
        // The plumbing, because the porcelain takes an empty diff.orderFile for the name of a file.
        var stream = _git.Start(
            ["diff-tree", "--stdin", "-m", "-r", "--root", "--no-commit-id", "--no-renames", "--name-only", "-z"],
            (input, token) => CommitListReader.WriteAsync(input, ids, token), cancellationToken);
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                var reader = new ByteLineReader(stream.Output);
                while (await reader.ReadAsync(0, stream.Token).ConfigureAwait(false) is { } path)
                    names.Add(PathForm.Name(Encoding.UTF8.GetString(path.Span).Trim('\n')));
            }
            catch (OperationCanceledException) when (stream.TimedOut)
            {
                throw stream.Timeout();
            }

            await stream.FinishAsync().ConfigureAwait(false);
        }

        return names;
    }

    public IAsyncEnumerable<GitCommit> ListFileCommitsAsync(string tip, IReadOnlyList<string> paths, CancellationToken cancellationToken) =>
        CommitListReader.ReadAsync(
            _git,
            ["rev-list", "--topo-order", "--parents", CommitListReader.Format, "--encoding=UTF-8", tip, "--", .. Few(paths)],
            cancellationToken);

    public IAsyncEnumerable<TreeDiff> DiffAsync(IReadOnlyList<TreePair> pairs, DiffWish wish, CancellationToken cancellationToken) =>
        _trees.CompareAsync(pairs, wish, cancellationToken);

    public async IAsyncEnumerable<TreeDiff> DiffFilesAsync(
        IReadOnlyList<TreePair> pairs, DiffWish wish, IReadOnlyList<string> paths, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var files = new TreeComparer(_git, Few(paths), moves: false, HiddenText.LookedFor);
        await using (files.ConfigureAwait(false))
        {
            await foreach (var diff in files.CompareInPartsAsync(pairs, wish, cancellationToken).ConfigureAwait(false))
                yield return diff;
        }
    }

    public ValueTask<byte[]?> ReadFileAsync(string treeish, string path, CancellationToken cancellationToken) =>
        _objects.ReadBlobAsync($"{treeish}:{path}", cancellationToken);

    public IAsyncEnumerable<byte[]?> ReadFilesAsync(string treeish, IReadOnlyList<string> paths, CancellationToken cancellationToken) =>
        _objects.ReadBlobsAsync([.. paths.Select(p => $"{treeish}:{p}")], cancellationToken);

    public async ValueTask<byte[]?> ReadNoteAsync(string reference, string commit, CancellationToken cancellationToken)
    {
        // Git finds the note in the folders of its tree, however deep they are by now; exit code 1 says there is none.
        var output = await _git.RunAsync(["notes", "--ref=" + reference, "list", commit], cancellationToken).ConfigureAwait(false);
        if (output.ExitCode == 1)
            return null;
        if (output.ExitCode != 0)
            throw GitFailure.Of("notes", output.ExitCode, output.Error);
        return await _objects.ReadBlobAsync(output.Text.Trim(), cancellationToken).ConfigureAwait(false)
            ?? throw GitFailure.NoNote(reference, commit);
    }

    public ValueTask<IReadOnlySet<string>> FindExistingAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        _objects.FindExistingAsync(names, cancellationToken);

    public ValueTask<IReadOnlyList<string>> ListFilesAsync(string treeish, CancellationToken cancellationToken) =>
        _objects.ListFilesAsync(treeish, cancellationToken);

    public ValueTask<IReadOnlyList<ObjectName>> ListObjectsAsync(
        IReadOnlyList<string> commits, IReadOnlyList<string>? without, CancellationToken cancellationToken) =>
        ObjectPacker.ListAsync(_git, commits, without, cancellationToken);

    public IAsyncEnumerable<GitObject> ReadObjectsAsync(IReadOnlyList<string> ids, long limit, CancellationToken cancellationToken) =>
        _objects.ReadObjectsAsync(ids, limit, cancellationToken);

    public ValueTask PackAsync(IReadOnlyList<ObjectName> objects, Stream output, CancellationToken cancellationToken) =>
        ObjectPacker.PackAsync(_git, objects, output, cancellationToken);

    public async ValueTask<string> FindNewestAsync(IReadOnlyList<string> commits, CancellationToken cancellationToken)
    {
        var output = await _git.RunAsync(
            ["rev-list", "--stdin", "--topo-order", "-n1"], (input, token) => CommitListReader.WriteAsync(input, commits, token), cancellationToken).ConfigureAwait(false);
        return output.ExitCode == 0 ? output.Text.Trim() : throw GitFailure.Of("rev-list", output.ExitCode, output.Error);
    }

    public async ValueTask<string?> FindReferenceAsync(string reference, CancellationToken cancellationToken)
    {
        var output = await _git.RunAsync(["rev-parse", "--verify", "--quiet", reference], cancellationToken).ConfigureAwait(false);
        return output.ExitCode == 0 ? output.Text.Trim() : null;
    }

    public IAsyncEnumerable<byte[]?> ReadNamedAsync(IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        _objects.ReadBlobsAsync(names, cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, string>> FindIdsAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        BlobFinder.FindAsync(_git, names, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _objects.DisposeAsync().ConfigureAwait(false);
        await _trees.DisposeAsync().ConfigureAwait(false);
    }

    private static IReadOnlyList<string> Few(IReadOnlyList<string> paths) => paths.Count <= MaxPaths ? paths : [];
}
