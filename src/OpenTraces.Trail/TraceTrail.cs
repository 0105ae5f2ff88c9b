using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Backfill;
using OpenTraces.Trail.Blame;
using OpenTraces.Trail.Curves;
using OpenTraces.Trail.Git;
using OpenTraces.Trail.Graphs;
using OpenTraces.Trail.Interop;
using OpenTraces.Trail.Interop.GitAi;
using OpenTraces.Trail.Observations;
using OpenTraces.Trail.PullRequests;
using OpenTraces.Trail.Replay;
using OpenTraces.Trail.Teleport;

namespace OpenTraces.Trail;

/// <summary>
/// Git's side of stored traces: which commit accepted a patch, and whether it is still alive. It reads a repository and
/// does not change it: HEAD, index, refs, reflog and configuration stay as they are. Only <see cref="ReplayAsync"/> writes, one ref.
/// </summary>
[Experimental("OT0001")]
public sealed class TraceTrail
{
    private readonly GitRepository _git;
    private readonly ITraceStore _store;
    private readonly string _folder;
    private readonly TrailOptions _options;

    private TraceTrail(GitRepository git, ITraceStore store, string folder, TrailOptions options)
    {
        _git = git;
        _store = store;
        _folder = folder;
        _options = options;
    }

    /// <summary>
    /// True for a clone that was cut off: answers know nothing of the commits before the cut, and of what a commit at the cut changed itself.
    /// <c>git fetch --unshallow</c> brings the rest; open the repository anew then.
    /// </summary>
    public bool IsShallow => _git.ShallowCommits.Count > 0;

    /// <summary>Opens a repository from any folder inside it.</summary>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.Precondition"/>: no repository there, no commit in it, or no <c>git</c> program.
    /// </exception>
    public static async ValueTask<TraceTrail> OpenAsync(
        string repository, ITraceStore store, TrailOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(repository);
        ArgumentNullException.ThrowIfNull(store);
        options ??= new TrailOptions();
        var folder = Path.GetFullPath(repository);
        var git = await GitRepository.OpenAsync(folder, options, cancellationToken).ConfigureAwait(false);
        return new TraceTrail(git, store, folder, options);
    }

    /// <summary>The full id of the commit that a revision names.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.NotFound"/>: no such commit.</exception>
    public ValueTask<string> ResolveAsync(string revision, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(revision);
        return AnswerAsync(git => git.ResolveAsync(revision, cancellationToken));
    }

    /// <summary>
    /// The path from the root of the repository that a person means who types one in the folder this was opened at, as for git's own
    /// commands; outside of a work tree it counts from the root. A whole path may lead through links.
    /// </summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.InvalidRequest"/>: it leads out of the repository.</exception>
    public string ResolvePath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return _git.ReadPath(path, fromFolder: true);
    }

    /// <summary>Which traces' patches a commit accepted.</summary>
    /// <param name="revision">The commit.</param>
    /// <param name="includeOverlapping">
    /// Takes patches too that another commit accepted and that this one holds lines of, by the tier <see cref="EvidenceTier.OverlappingHunk"/>.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.NotFound"/>: no such commit.</exception>
    public ValueTask<CommitBlame> BlameCommitAsync(
        string revision, bool includeOverlapping = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(revision);
        return AnswerAsync(git => CommitBlameRun.RunAsync(git, _store, revision, includeOverlapping, cancellationToken));
    }

    /// <summary>The same of one file, or of what lies below a folder: lines and patches are counted of it alone.</summary>
    /// <param name="revision">The commit.</param>
    /// <param name="path">Relative to the root of the repository, or a whole path inside a work tree of it.</param>
    /// <param name="includeOverlapping">As for the whole commit.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.NotFound"/>: no such commit, or it neither has nor took away the path;
    /// <see cref="OpenTracesErrorCode.InvalidRequest"/>: the path leads out of the repository.
    /// </exception>
    public ValueTask<CommitBlame> BlameCommitAsync(
        string revision, string path, bool includeOverlapping = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(revision);
        ArgumentNullException.ThrowIfNull(path);
        var file = _git.ReadPath(path, fromFolder: false);
        return AnswerAsync(git => CommitBlameRun.RunAsync(git, _store, revision, file, includeOverlapping, cancellationToken));
    }

    /// <summary>Which commits accepted a trace's changes.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="includeOverlapping">
    /// Takes commits too of which only time and file agree with a change, and those that hold lines of one that another accepted.
    /// </param>
    /// <param name="revision">The commit whose history is read; branches and tags are read beside it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.NotFound"/>: no such trace or revision.</exception>
    public ValueTask<TraceBlame> BlameTraceAsync(
        TraceId trace, bool includeOverlapping = false, string revision = "HEAD", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(revision);
        return AnswerAsync(git => TraceBlameRun.RunAsync(git, _store, trace, includeOverlapping, revision, cancellationToken));
    }

    /// <summary>
    /// What a note or record about a commit says in a format of another tool. The text is returned and not put into the
    /// repository: <c>git notes --ref=ai add -f -F FILE COMMIT</c> does that with a git-ai note.
    /// </summary>
    /// <param name="revision">The commit.</param>
    /// <param name="format">The format.</param>
    /// <param name="options">Which claims are written, and how the text is made safe to leave.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.NotFound"/>: no such commit; <see cref="OpenTracesErrorCode.EgressRefused"/>: a trace that would be
    /// named, a path or the text itself is not cleared to leave, or an id or path holds what would have to be taken out.
    /// </exception>
    public ValueTask<AuthorshipDocument> WriteAuthorshipAsync(
        string revision, AuthorshipFormat format, NoteOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(revision);
        ArgumentNullException.ThrowIfNull(options);
        return AnswerAsync(git => NoteRun.RunAsync(git, _store, revision, format, options, cancellationToken));
    }

    /// <summary>What git-ai's note of a commit, under <c>refs/notes/ai</c>, says; null when the commit has none.</summary>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.NotFound"/>: no such commit. <see cref="OpenTracesErrorCode.InvalidTrace"/>: what lies
    /// there is no note of version 3.
    /// </exception>
    public async ValueTask<CommitAuthorship?> ReadNoteAsync(string revision, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(revision);
        var note = await AnswerAsync(async git => await git.ReadNoteAsync(
            GitAiNote.Reference, await git.ResolveAsync(revision, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return note is null ? null : GitAiNote.Read(Encoding.UTF8.GetString(note));
    }

    /// <summary>Which step wrote each line of a file as it stands in a commit.</summary>
    /// <param name="revision">The commit.</param>
    /// <param name="path">The file, relative to the root of the repository, or its whole path inside a work tree of it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.NotFound"/>: no such commit or file; <see cref="OpenTracesErrorCode.InvalidRequest"/>: the path leads
    /// out of the repository, or the file is binary.
    /// </exception>
    public ValueTask<FileBlame> BlameFileAsync(string revision, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(revision);
        ArgumentNullException.ThrowIfNull(path);
        var file = _git.ReadPath(path, fromFolder: false);
        return AnswerAsync(git => FileBlameRun.RunAsync(git, _store, revision, file, cancellationToken));
    }

    /// <summary>
    /// Which step wrote each line of every file of a commit, in one reading of the history. Binary files, submodules and files of
    /// more than 512 MB are left out.
    /// </summary>
    /// <returns>In git's order of paths.</returns>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.NotFound"/>: no such commit.</exception>
    public IAsyncEnumerable<FileBlame> BlameAllAsync(string revision = "HEAD", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(revision);
        return AnswerAllAsync((git, token) => FileBlameRun.RunAllAsync(git, _store, revision, token), cancellationToken);
    }

    /// <summary>Where every patch of a trace landed and whether it is alive at a revision.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.NotFound"/>: no such trace or revision.</exception>
    public ValueTask<TraceTracking> TrackAsync(TraceId trace, string revision = "HEAD", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(revision);
        return AnswerAsync(git => TrackRun.RunAsync(git, _store, trace, revision, cancellationToken));
    }

    /// <summary>
    /// Where every patch of every stored trace landed and whether it is alive, in one reading of the history. Patches of files
    /// that the repository never had are left out, and traces without any other.
    /// </summary>
    /// <returns>In the order of trace ids.</returns>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.NotFound"/>: no such revision.</exception>
    public IAsyncEnumerable<TraceTracking> TrackAllAsync(string revision = "HEAD", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(revision);
        return AnswerAllAsync((git, token) => TrackAllRun.RunAsync(git, _store, new TrackFilter(), revision, token), cancellationToken);
    }

    /// <summary>The same of those patches that a filter lets through; a patch is judged as it is among all.</summary>
    /// <returns>In the order of trace ids; traces without such a patch are left out.</returns>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.NotFound"/>: no such revision, patch or anchor. <see cref="OpenTracesErrorCode.InvalidRequest"/>: an
    /// id that is no id, or the beginning of several, which the message names.
    /// </exception>
    public IAsyncEnumerable<TraceTracking> TrackAllAsync(
        TrackFilter filter, string revision = "HEAD", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(revision);
        return AnswerAllAsync((git, token) => TrackAllRun.RunAsync(git, _store, filter, revision, token), cancellationToken);
    }

    /// <summary>
    /// How long the lines of stored patches live once a commit of the history took them: the share alive by age, with what was
    /// still alive at the revision counted as seen up to there. Ages are those of commits, by their committer times. The same
    /// history and store give the same numbers.
    /// </summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.NotFound"/>: no such revision.</exception>
    public ValueTask<SurvivalCurves> MeasureSurvivalAsync(
        SurvivalGrouping by = SurvivalGrouping.None, string revision = "HEAD", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(revision);
        return AnswerAsync(git => CurveRun.RunAsync(git, _store, by, revision, cancellationToken));
    }

    /// <summary>
    /// What a branch brings, as the text of a pull request: the prompts behind it, its commits, which traces' patches each took, and what of
    /// them is alive at its head. No model is asked, and everything passes the floor of detectors.
    /// </summary>
    /// <param name="baseRevision">Where the branch is to go.</param>
    /// <param name="options">How the text is made safe to leave.</param>
    /// <param name="head">The branch.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.NotFound"/>: no such revision; <see cref="OpenTracesErrorCode.InvalidRequest"/>: the two have no commit
    /// in common; <see cref="OpenTracesErrorCode.EgressRefused"/>: a trace that would be named, or the text itself, is not cleared to leave.
    /// </exception>
    public ValueTask<PullRequestText> DescribeBranchAsync(
        string baseRevision, PullRequestOptions options, string head = "HEAD", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(baseRevision);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(head);
        return AnswerAsync(git => PullRequestRun.RunAsync(git, _store, baseRevision, head, options, cancellationToken));
    }

    /// <summary>
    /// Writes one trace, redacted, and what of the repository took its changes into a folder that can be opened on another machine
    /// (<see cref="TraceWorkspace.OpenAsync"/>). No other trace goes along, and the same store and repository give the same bytes.
    /// </summary>
    /// <param name="trace">The trace.</param>
    /// <param name="folder">A folder that is not there yet, or is empty. It appears whole or not at all.</param>
    /// <param name="options">How it is made safe to leave, and how much of the repository goes along.</param>
    /// <param name="cancellationToken">Ends the call; nothing is left behind.</param>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.NotFound"/>: no such trace or revision; <see cref="OpenTracesErrorCode.Precondition"/>: the folder is not
    /// empty or cannot be written, or there is too much to carry; <see cref="OpenTracesErrorCode.EgressRefused"/>: the trace is not cleared to
    /// leave, or an object of the repository holds what cannot be taken out of it. Nothing is written then.
    /// </exception>
    public ValueTask<TraceWorkspace> ExportAsync(TraceId trace, string folder, TeleportOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(options);
        return AnswerAsync(git => new ExportRun(git, _store, options, WorkspaceLimits.Default).RunAsync(trace, Path.GetFullPath(folder), cancellationToken));
    }

    /// <summary>
    /// Writes what the store knows of this repository to <see cref="ReplayReceipt.Reference"/>, as an event log that other programs read: the
    /// patches of its files and the commits that took them, redacted. The same store and repository give the same commits; what is told
    /// already stays, and what is new is added behind it. No other ref, and neither index nor files nor configuration, are touched.
    /// </summary>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.Precondition"/>: the ref is there and was not written by a replay; <see cref="OpenTracesErrorCode.StoreCorrupt"/>:
    /// it was, and is damaged; <see cref="OpenTracesErrorCode.EgressRefused"/>: a trace is not cleared to leave; <see cref="OpenTracesErrorCode.StoreBusy"/>:
    /// somebody else set the ref meanwhile. The ref stays as it is then.
    /// </exception>
    public ValueTask<ReplayReceipt> ReplayAsync(ReplayOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return AnswerAsync(git => new ReplayRun(git, _store, new LogWriter(_folder, _options), options).RunAsync(cancellationToken));
    }

    /// <summary>Which commits took changes of which traces, in one reading of the history.</summary>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.NotFound"/>: no such revision or trace. <see cref="OpenTracesErrorCode.InvalidRequest"/>: a
    /// limit under 1.
    /// </exception>
    public ValueTask<CommitGraph> ReadGraphAsync(GraphQuery? query = null, CancellationToken cancellationToken = default) =>
        AnswerAsync(git => GraphRun.RunAsync(git, _store, query ?? new GraphQuery(), cancellationToken));

    /// <summary>
    /// Remembers in the store which commits hold the patches of a trace, where that is new, and lays the anchors beside it, so that
    /// reading the trace shows them, and the commits that held a patch before. Nothing new is nothing written.
    /// </summary>
    /// <returns>The fate of its patches at <c>HEAD</c>.</returns>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.NotFound"/>: no such trace.</exception>
    public async ValueTask<TraceTracking> AnchorAsync(TraceId trace, CancellationToken cancellationToken = default)
    {
        var tracking = await TrackAsync(trace, "HEAD", cancellationToken).ConfigureAwait(false);
        await AnswerAsync(git => ObservationRun.RunAsync(git, _store, tracking, cancellationToken)).ConfigureAwait(false);
        return tracking;
    }

    /// <summary>The same for every stored trace that has a patch in a file of the repository, in one reading of the history.</summary>
    /// <returns>The traces of which something was new, in the order of their ids.</returns>
    public IAsyncEnumerable<TraceTracking> AnchorAllAsync(CancellationToken cancellationToken = default) =>
        AnswerAllAsync((git, token) => ObservationRun.RunAllAsync(git, _store, token), cancellationToken);

    /// <summary>
    /// The same for the patches that one commit accepted: what a hook does when a commit was made. The history is
    /// read as far back as the changes of the commit's files were made.
    /// </summary>
    /// <returns>What the commit accepted.</returns>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.NotFound"/>: no such commit.</exception>
    public ValueTask<CommitBlame> AnchorCommitAsync(string revision = "HEAD", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(revision);
        return AnswerAsync(git => ObservationRun.RunCommitAsync(git, _store, revision, cancellationToken));
    }

    /// <summary>
    /// The same for a history that was there before its traces were stored: of the newest commits, those that hold a change of a trace.
    /// Changes that none of them holds are left as they are.
    /// </summary>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.InvalidRequest"/>: fewer than one commit.
    /// </exception>
    public ValueTask<BackfillReport> BackfillAsync(BackfillOptions? options = null, CancellationToken cancellationToken = default) =>
        AnswerAsync(git => BackfillRun.RunAsync(git, _store, options ?? new BackfillOptions(), cancellationToken));

    private async ValueTask<T> AnswerAsync<T>(Func<IGitRepository, ValueTask<T>> answer)
    {
        var git = _git.Begin();
        await using (git.ConfigureAwait(false))
            return await answer(git).ConfigureAwait(false);
    }

    private async IAsyncEnumerable<T> AnswerAllAsync<T>(
        Func<IGitRepository, CancellationToken, IAsyncEnumerable<T>> answers, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var git = _git.Begin();
        await using (git.ConfigureAwait(false))
        {
            await foreach (var answer in answers(git, cancellationToken).ConfigureAwait(false))
                yield return answer;
        }
    }
}
