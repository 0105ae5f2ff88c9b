using System.Runtime.CompilerServices;
using OpenTraces.Schema;
using OpenTraces.Trail.Paths;

namespace OpenTraces.Trail.Git;

/// <summary>A repository that was found, and what does not change while it is read.</summary>
internal sealed class GitRepository
{
    private const string EmptyTreeSha1 = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
    private const string EmptyTreeSha256 = "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321";

    private readonly GitProcess _git;
    private readonly WorkFolder _folder;

    private GitRepository(GitProcess git, WorkFolder folder, IReadOnlyList<string> workTrees, IReadOnlySet<string> shallow, string emptyTree)
    {
        _git = git;
        _folder = folder;
        WorkTrees = workTrees;
        ShallowCommits = shallow;
        EmptyTree = emptyTree;
    }

    /// <inheritdoc cref="IGitRepository.WorkTrees"/>
    public IReadOnlyList<string> WorkTrees { get; }

    /// <inheritdoc cref="IGitRepository.ShallowCommits"/>
    public IReadOnlySet<string> ShallowCommits { get; }

    /// <inheritdoc cref="IGitRepository.EmptyTree"/>
    public string EmptyTree { get; }

    public static async ValueTask<GitRepository> OpenAsync(string folder, TrailOptions options, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
            throw GitFailure.NoFolder(folder);
        var place = GitPlace.Named(options, folder);
        var probe = new GitProcess(options.GitProgram, folder, options.GitTimeout, options.Clock, place);
        var (found, shallow) = await FindFolderAsync(probe, options.GitDirectory ?? folder, cancellationToken).ConfigureAwait(false);
        var git = new GitProcess(options.GitProgram, found.Root, options.GitTimeout, options.Clock, place);
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
            found,
            await FindWorkTreesAsync(git, found.Top ?? "", cancellationToken).ConfigureAwait(false),
            await ReadShallowAsync(shallow, cancellationToken).ConfigureAwait(false),
            id.Length == EmptyTreeSha256.Length ? EmptyTreeSha256 : EmptyTreeSha1);
    }

    /// <summary>A repository of which only trees are compared; nothing is asked of it first.</summary>
    public static GitRepository ForTrees(GitProcess git, bool sha256) =>
        new(git, new WorkFolder(git.Folder, null, ""), [], new HashSet<string>(), sha256 ? EmptyTreeSha256 : EmptyTreeSha1);

    /// <summary>What is asked for one answer.</summary>
    public GitReading Begin() => new(this, _git);

    /// <summary>A path from the root of the repository, of one that somebody gives: whole, or from the root, or from the folder it was opened at.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.InvalidRequest"/>: it leads out of the repository.</exception>
    public string ReadPath(string path, bool fromFolder) =>
        RepositoryPath.Read(path, fromFolder ? _folder.Prefix : "", _folder.Top is { } top ? [top, .. WorkTrees] : WorkTrees) ?? throw GitFailure.Outside(path);

    /// <summary>Compares trees in the given order.</summary>
    /// <param name="pairs">The trees; <see cref="EmptyTree"/> stands for no tree.</param>
    /// <param name="wish">What is needed of a change; called before its content is read.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    public async IAsyncEnumerable<TreeDiff> DiffAsync(
        IReadOnlyList<TreePair> pairs, DiffWish wish, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var trees = new TreeComparer(_git, [], moves: true, HiddenText.Kept);
        await using (trees.ConfigureAwait(false))
        {
            await foreach (var diff in trees.CompareAsync(pairs, wish, cancellationToken).ConfigureAwait(false))
                yield return diff;
        }
    }

    /// <summary>Where it was opened, and the file that names the commits a clone was cut at.</summary>
    private static async ValueTask<(WorkFolder Folder, string Shallow)> FindFolderAsync(GitProcess git, string folder, CancellationToken cancellationToken)
    {
        // A bare repository has no top and ends with an error after the other answers.
        string[] asked = ["rev-parse", "--is-inside-work-tree", "--absolute-git-dir", "--git-path", "shallow", "--show-toplevel", "--show-prefix"];
        var output = await git.RunAsync(asked, cancellationToken).ConfigureAwait(false);
        var lines = output.Text.Split('\n');
        if (lines is not [var inside, var directory, var shallow, var top, .. var prefix] || (output.ExitCode != 0 && inside != "false"))
            throw GitFailure.OfDiscovery(folder, output);
        var found = inside == "true" ? new WorkFolder(top, top, string.Join('\n', prefix).TrimEnd('\n')) : new WorkFolder(directory, null, "");
        return (found, Path.Combine(git.Folder, shallow));
    }

    /// <summary>Git's list names the git directory in place of a working tree that does not lie around it: that of a submodule, for instance.</summary>
    private static async ValueTask<IReadOnlyList<string>> FindWorkTreesAsync(GitProcess git, string top, CancellationToken cancellationToken)
    {
        var text = await git.ReadAsync(["worktree", "list", "--porcelain"], cancellationToken).ConfigureAwait(false);
        var roots = new List<string>();
        foreach (var block in text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = block.Split('\n');
            if (lines[0].StartsWith("worktree ", StringComparison.Ordinal) && !lines.Contains("bare"))
                roots.Add(lines[0][9..].TrimEnd('/'));
        }

        if (top.TrimEnd('/') is { Length: > 0 } own && !roots.Contains(own))
            roots.Add(own);
        return roots;
    }

    private static async ValueTask<IReadOnlySet<string>> ReadShallowAsync(string file, CancellationToken cancellationToken) =>
        File.Exists(file)
            ? (await File.ReadAllLinesAsync(file, cancellationToken).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal)
            : new HashSet<string>();
}
