using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Snapshots;

/// <summary>
/// Keeps the working tree at every boundary in a repository of its own inside the git directory, and hands the changes of
/// each call to a sink. The person's index, refs, objects, configuration and hooks take no part.
/// </summary>
[Experimental("OT0001")]
public sealed class SnapshotObserver : IBoundaryObserver
{
    /// <summary>Left of a budget for stopping git and cleaning up behind it.</summary>
    private const double Reserve = 0.1;

    private const int MostFailed = 10_000;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly ISnapshotSink _sink;
    private readonly TrailOptions _options;
    private readonly BoundaryHandler _handler;
    private readonly ConcurrentDictionary<string, bool> _failed = new(StringComparer.Ordinal);

    /// <summary>Creates one; nothing is read or written before the first boundary.</summary>
    public SnapshotObserver(ISnapshotSink sink, TrailOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sink);
        _sink = sink;
        _options = options ?? new TrailOptions();
        _handler = new BoundaryHandler(_options);
    }

    /// <inheritdoc/>
    public async ValueTask OnBoundaryAsync(TraceBoundary boundary, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(boundary);
        cancellationToken.ThrowIfCancellationRequested();
        if (await ObserveAsync(boundary, cancellationToken).ConfigureAwait(false) is not { } seen)
            return;
        try
        {
            await _sink.OnSnapshotAsync(seen, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A sink that fails must not fail the agent: it knows itself what it lost.
        }
    }

    private async ValueTask<BoundarySnapshot?> ObserveAsync(TraceBoundary boundary, CancellationToken cancellationToken)
    {
        // What failed before there was a place to note it.
        if (!_failed.IsEmpty && _failed.ContainsKey(CallLedger.Key(boundary)))
            return null;
        using var budget = new CancellationTokenSource(Share(boundary.Budget), _options.Clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, budget.Token);
        try
        {
            linked.Token.ThrowIfCancellationRequested();
            var seen = await _handler.HandleAsync(boundary, linked.Token).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return seen;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A git that is killed may look as if it failed.
            cancellationToken.ThrowIfCancellationRequested();
            if (_failed.Count >= MostFailed)
                _failed.Clear();
            _failed[CallLedger.Key(boundary)] = true;
            return budget.IsCancellationRequested
                ? new BoundarySnapshot { Boundary = boundary, Limitations = [SnapshotLimitation.TimedOut] }
                : new BoundarySnapshot { Boundary = boundary, Limitations = [Name(exception)], Failure = exception.Message };
        }
    }

    private static TimeSpan Share(TimeSpan budget) =>
        budget <= TimeSpan.Zero ? TimeSpan.Zero : budget > Longest ? Longest : budget * (1 - Reserve);

    private static string Name(Exception exception) =>
        exception is OpenTracesException { Code: OpenTracesErrorCode.Precondition } ? SnapshotLimitation.Unavailable : SnapshotLimitation.Failed;
}
