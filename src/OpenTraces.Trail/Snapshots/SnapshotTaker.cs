using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.Snapshots;

/// <summary>
/// Takes snapshots of one working tree and compares them. A snapshot costs the listing of what differs from the person's
/// index, the taking of that into a copy of the index, the tree, the commit and the ref: five runs of git, and two when
/// nothing changed.
/// </summary>
internal sealed class SnapshotTaker
{
    private readonly TrailOptions _options;
    private readonly ShadowRepository _shadow;

    private SnapshotTaker(WorkTree tree, TrailOptions options)
    {
        Tree = tree;
        _options = options;
        _shadow = new ShadowRepository(tree, options);
    }

    public WorkTree Tree { get; }

    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.Precondition"/>: no repository there, no working tree in it, or no <c>git</c> program.
    /// </exception>
    public static async ValueTask<SnapshotTaker> OpenAsync(string folder, TrailOptions options, CancellationToken cancellationToken) =>
        Directory.Exists(folder)
            ? new SnapshotTaker(await WorkTree.FindAsync(Path.GetFullPath(folder), options, cancellationToken).ConfigureAwait(false), options)
            : throw GitFailure.NoFolder(folder);

    /// <summary>Keeps the whole working tree, whatever folder of it the taker was opened with.</summary>
    public async ValueTask<Snapshot> TakeAsync(TraceBoundary boundary, CancellationToken cancellationToken)
    {
        Prepare();
        using var index = await CopyIndexAsync(cancellationToken).ConfigureAwait(false);
        var git = _shadow.InWorkTree(index.IndexFile);
        var scan = await WorkTreeScan.RunAsync(git, Tree.Root, _options.SnapshotFileLimit, cancellationToken).ConfigureAwait(false);
        var limitations = await IndexUpdate.RunAsync(git, Tree.Root, scan.Names, cancellationToken).ConfigureAwait(false);
        var tree = (await git.ReadAsync(["write-tree"], cancellationToken).ConfigureAwait(false)).TrimEnd('\n');
        var commit = await History(boundary).AddAsync(tree, Message(boundary), index.Created, cancellationToken).ConfigureAwait(false);
        return new Snapshot(commit, tree, [.. scan.Limitations, .. limitations]);
    }

    /// <summary>Makes sure that there is a place for snapshots and what is kept beside them.</summary>
    public void Prepare() => _shadow.Ensure();

    /// <summary>What happened between two snapshots, hunk by hunk, in the order of git's output.</summary>
    /// <param name="before">The tree of the earlier one.</param>
    /// <param name="after">The tree of the later one.</param>
    /// <param name="boundary">Names the call, and when the patches are said to be made.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    public ValueTask<IReadOnlyList<PatchDraft>> DiffAsync(
        string before, string after, TraceBoundary boundary, CancellationToken cancellationToken) =>
        new SnapshotDiff(GitRepository.ForTrees(_shadow.InShadow(boundary.Time), Tree.Sha256), Tree.Root)
            .RunAsync(new TreePair(before, after), boundary, cancellationToken);

    /// <summary>Forgets the snapshots of a session of which some content is gone.</summary>
    public ValueTask DropAsync(TraceBoundary boundary, CancellationToken cancellationToken) => History(boundary).DropAsync(cancellationToken);

    private async ValueTask<PrivateIndex> CopyIndexAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await PrivateIndex.CopyAsync(Tree.IndexFile, Tree.Shadow, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw GitFailure.NoShadow(Tree.Shadow, exception);
        }
    }

    private SessionHistory History(TraceBoundary boundary) =>
        new(Tree, _shadow.InShadow(boundary.Time), SessionName.ToReference(boundary.SessionId));

    private static string Message(TraceBoundary boundary) =>
        $"{Line(boundary.Kind)}\n\nTool-Call: {Line(boundary.ToolCallId ?? "none")}\nAgent: {Line(boundary.Agent)}\nSession: {Line(boundary.SessionId)}\n";

    private static string Line(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
