using System.Runtime.CompilerServices;
using System.Text;
using OpenTraces.Schema;
using OpenTraces.Trail.Paths;

namespace OpenTraces.Trail.Git;

/// <summary>A repository through the git program.</summary>
internal sealed class GitRepository : IGitRepository
{
    private const string EmptyTreeSha1 = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
    private const string EmptyTreeSha256 = "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321";

    /// <summary>A command line has an end: about more files git is asked without their names, and says more than is wanted.</summary>
    private const int MaxPaths = 200;

    private readonly GitProcess _git;

    private GitRepository(GitProcess git, IReadOnlyList<string> workTrees, IReadOnlySet<string> shallow, string emptyTree)
    {
        _git = git;
        WorkTrees = workTrees;
        ShallowCommits = shallow;
        EmptyTree = emptyTree;
    }

    public IReadOnlyList<string> WorkTrees { get; }

    public IReadOnlySet<string> ShallowCommits { get; }

    public string EmptyTree { get; }

    public static async ValueTask<GitRepository> OpenAsync(string folder, TrailOptions options, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
            throw GitFailure.NoFolder(folder);
        var probe = new GitProcess(options.GitProgram, folder, options.GitTimeout, options.Clock);
        var (root, shallow) = await FindRootAsync(probe, folder, cancellationToken).ConfigureAwait(false);
        var git = new GitProcess(options.GitProgram, root, options.GitTimeout, options.Clock);
        var any = await git.RunAsync(["rev-list", "-n1", "--all", "HEAD"], cancellationToken).ConfigureAwait(false);
        if (any.ExitCode != 0)
            any = await git.RunAsync(["rev-list", "-n1", "--all"], cancellationToken).ConfigureAwait(false);
        var id = any.Text.Trim();
        if (any.ExitCode != 0)
            throw GitFailure.Of("rev-list", any.ExitCode, any.Error);
        if (id.Length == 0)
            throw GitFailure.NoCommits(folder);
        return new GitRepository(
            git,
            await FindWorkTreesAsync(git, cancellationToken).ConfigureAwait(false),
            await ReadShallowAsync(shallow, cancellationToken).ConfigureAwait(false),
            id.Length == EmptyTreeSha256.Length ? EmptyTreeSha256 : EmptyTreeSha1);
    }

    /// <summary>A repository of which only trees are compared; nothing is asked of it first.</summary>
    public static GitRepository ForTrees(GitProcess git, bool sha256) =>
        new(git, [], new HashSet<string>(), sha256 ? EmptyTreeSha256 : EmptyTreeSha1);

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
        if (string.IsNullOrWhiteSpace(revision) || revision[0] == '-' || revision.AsSpan().IndexOfAny('\0', '\n') >= 0)
            throw GitFailure.NoRevision(revision);
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

    public async ValueTask<GitCommit> ReadCommitAsync(string id, CancellationToken cancellationToken)
    {
        string[] arguments = ["rev-list", "--no-walk", "--parents", CommitListReader.Format, "--encoding=UTF-8", id];
        await foreach (var commit in CommitListReader.ReadAsync(_git, arguments, cancellationToken).ConfigureAwait(false))
            return commit;
        throw GitFailure.NoRevision(id);
    }

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

    public IAsyncEnumerable<GitCommit> ListCommitsAsync(
        IReadOnlyList<string> tips, bool alsoAllBranches, CancellationToken cancellationToken)
    {
        List<string> arguments = ["rev-list", "--topo-order", "--reverse", "--parents", CommitListReader.Format, "--encoding=UTF-8", .. tips];
        if (alsoAllBranches)
            arguments.AddRange(["--branches", "--remotes", "--tags"]);
        return CommitListReader.ReadAsync(_git, arguments, cancellationToken);
    }

    public async ValueTask<IReadOnlySet<string>> ListNamesAsync(string tip, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var commits = new List<string>();
        await foreach (var commit in ListCommitsAsync([tip], true, cancellationToken).ConfigureAwait(false))
            commits.Add(commit.Id);
        // The plumbing, because the porcelain takes an empty diff.orderFile for the name of a file.
        var stream = _git.Start(
            ["diff-tree", "--stdin", "-m", "-r", "--root", "--no-commit-id", "--no-renames", "--name-only", "-z"],
            (input, token) => CommitListReader.WriteAsync(input, commits, token), cancellationToken);
        await using (stream.ConfigureAwait(false))
        {
            var reader = new ByteLineReader(stream.Output);
            while (await GuardAsync(stream, reader.ReadAsync(0, stream.Token)).ConfigureAwait(false) is { } path)
                names.Add(PathForm.Name(Encoding.UTF8.GetString(path.Span).Trim('\n')));
            await stream.FinishAsync().ConfigureAwait(false);
        }

        return names;
    }

    public IAsyncEnumerable<GitCommit> ListFileCommitsAsync(string tip, IReadOnlyList<string> paths, CancellationToken cancellationToken) =>
        CommitListReader.ReadAsync(
            _git,
            ["rev-list", "--topo-order", "--parents", CommitListReader.Format, "--encoding=UTF-8", tip, "--", .. Few(paths)],
            cancellationToken);

    public async IAsyncEnumerable<TreeDiff> DiffAsync(
        IReadOnlyList<TreePair> pairs, DiffWish wish, IReadOnlyList<string> paths,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (pairs.Count == 0)
            yield break;
        string[] arguments =
        [
            "diff-tree", "--stdin", "-r", "--raw", "-p", "-z", "-U0", paths.Count == 0 ? "-M" : "--no-renames", "--full-index", "--no-color",
            "--no-ext-diff", "--no-textconv", "--indent-heuristic", "--submodule=short", "--src-prefix=a/", "--dst-prefix=b/", "--", .. Few(paths),
        ];
        var stream = _git.Start(arguments, (input, token) => WritePairsAsync(input, pairs, token), cancellationToken);
        await using (stream.ConfigureAwait(false))
        {
            var reader = new TreeDiffReader(new ByteLineReader(stream.Output), wish);
            foreach (var pair in pairs)
                yield return await GuardAsync(stream, reader.ReadAsync(pair, stream.Token)).ConfigureAwait(false);
            await stream.FinishAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask<byte[]?> ReadFileAsync(string treeish, string path, CancellationToken cancellationToken) =>
        path.Contains('\n') ? null : await ObjectReader.ReadBlobAsync(_git, $"{treeish}:{path}", cancellationToken).ConfigureAwait(false);

    public IAsyncEnumerable<byte[]?> ReadFilesAsync(string treeish, IReadOnlyList<string> paths, CancellationToken cancellationToken) =>
        ObjectReader.ReadBlobsAsync(_git, [.. paths.Select(p => $"{treeish}:{p}")], cancellationToken);

    public async ValueTask<byte[]?> ReadNoteAsync(string reference, string commit, CancellationToken cancellationToken)
    {
        // Git finds the note in the folders of its tree, however deep they are by now; exit code 1 says there is none.
        var output = await _git.RunAsync(["notes", "--ref=" + reference, "list", commit], cancellationToken).ConfigureAwait(false);
        if (output.ExitCode == 1)
            return null;
        if (output.ExitCode != 0)
            throw GitFailure.Of("notes", output.ExitCode, output.Error);
        return await ObjectReader.ReadBlobAsync(_git, output.Text.Trim(), cancellationToken).ConfigureAwait(false)
            ?? throw GitFailure.NoNote(reference, commit);
    }

    public ValueTask<IReadOnlySet<string>> FindExistingAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        ObjectReader.FindExistingAsync(_git, names, cancellationToken);

    public async ValueTask<IReadOnlyList<string>> ListFilesAsync(string treeish, CancellationToken cancellationToken)
    {
        var text = await _git.ReadAsync(["ls-tree", "-r", "-z", "--name-only", "--full-tree", treeish], cancellationToken).ConfigureAwait(false);
        return text.Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }

    private static IReadOnlyList<string> Few(IReadOnlyList<string> paths) => paths.Count <= MaxPaths ? paths : [];

    public ValueTask<IReadOnlyList<ObjectName>> ListObjectsAsync(
        IReadOnlyList<string> commits, IReadOnlyList<string>? without, CancellationToken cancellationToken) =>
        ObjectPacker.ListAsync(_git, commits, without, cancellationToken);

    public IAsyncEnumerable<GitObject> ReadObjectsAsync(IReadOnlyList<string> ids, long limit, CancellationToken cancellationToken) =>
        ObjectReader.ReadObjectsAsync(_git, ids, limit, cancellationToken);

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
        ObjectReader.ReadBlobsAsync(_git, names, cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, string>> FindIdsAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        ObjectReader.FindIdsAsync(_git, names, cancellationToken);

    private static async Task WritePairsAsync(Stream input, IReadOnlyList<TreePair> pairs, CancellationToken cancellationToken)
    {
        var writer = new StreamWriter(input, new UTF8Encoding(false), 16 * 1024, leaveOpen: true);
        await using (writer.ConfigureAwait(false))
        {
            foreach (var pair in pairs)
                await writer.WriteAsync($"{pair.Old} {pair.New}\n".AsMemory(), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Says why the output ended: the deadline, or git's own error.</summary>
    private static async ValueTask<T> GuardAsync<T>(GitStream stream, ValueTask<T> read)
    {
        try
        {
            return await read.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stream.TimedOut)
        {
            throw stream.Timeout();
        }
        catch (OpenTracesException exception) when (exception.Code == OpenTracesErrorCode.GitFailed && !stream.TimedOut)
        {
            await stream.Output.CopyToAsync(Stream.Null, stream.Token).ConfigureAwait(false);
            await stream.FinishAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The folder git is best run in, and the file that names the commits a clone was cut at.</summary>
    private static async ValueTask<(string Root, string Shallow)> FindRootAsync(GitProcess git, string folder, CancellationToken cancellationToken)
    {
        // A bare repository has no top and ends with an error after the other answers.
        string[] asked = ["rev-parse", "--is-inside-work-tree", "--absolute-git-dir", "--git-path", "shallow", "--show-toplevel"];
        var output = await git.RunAsync(asked, cancellationToken).ConfigureAwait(false);
        var lines = output.Text.Split('\n');
        if (lines is not [var inside, var directory, var shallow, var top, ..] || (output.ExitCode != 0 && inside != "false"))
            throw GitFailure.OfDiscovery(folder, output);
        return (inside == "true" ? top : directory, Path.Combine(git.Folder, shallow));
    }

    private static async ValueTask<IReadOnlyList<string>> FindWorkTreesAsync(GitProcess git, CancellationToken cancellationToken)
    {
        var text = await git.ReadAsync(["worktree", "list", "--porcelain"], cancellationToken).ConfigureAwait(false);
        var roots = new List<string>();
        foreach (var block in text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = block.Split('\n');
            if (lines[0].StartsWith("worktree ", StringComparison.Ordinal) && !lines.Contains("bare"))
                roots.Add(lines[0][9..].TrimEnd('/'));
        }

        return roots;
    }

    private static async ValueTask<IReadOnlySet<string>> ReadShallowAsync(string file, CancellationToken cancellationToken) =>
        File.Exists(file)
            ? (await File.ReadAllLinesAsync(file, cancellationToken).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal)
            : new HashSet<string>();
}
