using System.Diagnostics.CodeAnalysis;
using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Trail;

/// <summary>
/// Git's side of stored traces: which commit accepted a patch, and whether it is still alive. It reads a repository and
/// never changes it: HEAD, index, refs, reflog and configuration stay as they are.
/// </summary>
[Experimental("OT0001")]
public sealed class TraceTrail
{
    private TraceTrail()
    {
    }

    /// <summary>Opens a repository from any folder inside it.</summary>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.Precondition"/>: no repository there, no commit in it, or no <c>git</c> program.
    /// </exception>
    public static ValueTask<TraceTrail> OpenAsync(
        string repository, ITraceStore store, TrailOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    /// <summary>Which traces' patches a commit accepted.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.NotFound"/>: no such commit.</exception>
    public ValueTask<CommitBlame> BlameCommitAsync(string revision, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Which step wrote each line of a file as it stands in a commit.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.NotFound"/>: no such commit or file.</exception>
    public ValueTask<FileBlame> BlameFileAsync(string revision, string path, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Where every patch of a trace landed and whether it is alive at a revision.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.NotFound"/>: no such trace or revision.</exception>
    public ValueTask<TraceTracking> TrackAsync(TraceId trace, string revision = "HEAD", CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Lays the anchors of a trace beside it in the store, so that reading the trace shows them.</summary>
    public ValueTask<TraceTracking> AnchorAsync(TraceId trace, CancellationToken cancellationToken = default) => throw new NotImplementedException();
}
