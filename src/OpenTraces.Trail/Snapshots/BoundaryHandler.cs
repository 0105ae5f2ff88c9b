using System.Collections.Concurrent;
using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Snapshots;

/// <summary>Does at a boundary what belongs to its kind. A failure is an exception here.</summary>
internal sealed class BoundaryHandler(TrailOptions options)
{
    private readonly ConcurrentDictionary<string, SnapshotTaker> _takers = new(StringComparer.Ordinal);

    /// <summary>Handles a boundary; null when that was done before, or when there is nothing to do.</summary>
    public async ValueTask<BoundarySnapshot?> HandleAsync(TraceBoundary boundary, CancellationToken cancellationToken)
    {
        if (boundary is { Kind: "tool_before" or "tool_after", WritesNothing: true })
            return null;
        var taker = await FindAsync(boundary.WorkingDirectory, cancellationToken).ConfigureAwait(false);
        taker.Prepare();
        var ledger = new CallLedger(taker.Tree);
        if (!ledger.TryBegin(boundary))
            return null;
        switch (boundary)
        {
            case { Kind: "tool_before", ToolCallId: not null }:
                return await BeforeAsync(taker, ledger, boundary, cancellationToken).ConfigureAwait(false);
            case { Kind: "tool_after" }:
                return await AfterAsync(taker, ledger, boundary, cancellationToken).ConfigureAwait(false);
            case { Kind: "turn_end" }:
                ledger.EndTurn(boundary);
                break;
        }

        return Describe(boundary, await taker.TakeAsync(boundary, cancellationToken).ConfigureAwait(false));
    }

    private static async ValueTask<BoundarySnapshot> BeforeAsync(
        SnapshotTaker taker, CallLedger ledger, TraceBoundary boundary, CancellationToken cancellationToken)
    {
        // Noted first, so that a call is known to be open even when the time does not suffice for a snapshot.
        ledger.Begin(boundary);
        var snapshot = await taker.TakeAsync(boundary, cancellationToken).ConfigureAwait(false);
        ledger.SetTree(boundary, snapshot.Tree);
        return Describe(boundary, snapshot);
    }

    private static async ValueTask<BoundarySnapshot> AfterAsync(
        SnapshotTaker taker, CallLedger ledger, TraceBoundary boundary, CancellationToken cancellationToken)
    {
        Snapshot snapshot;
        OpenCall? call = null;
        try
        {
            snapshot = await taker.TakeAsync(boundary, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Only now: what another call did until the snapshot is in it.
            if (boundary.ToolCallId is not null)
                call = ledger.End(boundary);
        }

        var seen = Describe(boundary, snapshot);
        return call is { Tree: not null }
            ? await ComparedAsync(taker, call, seen, cancellationToken).ConfigureAwait(false)
            : seen with { Limitations = [.. seen.Limitations, SnapshotLimitation.NoBefore] };
    }

    private static async ValueTask<BoundarySnapshot> ComparedAsync(
        SnapshotTaker taker, OpenCall call, BoundarySnapshot seen, CancellationToken cancellationToken)
    {
        try
        {
            // Of any moment of the call the first is told: it may have committed itself what it changed.
            var patches = await taker.DiffAsync(call.Tree!, seen.Tree!, seen.Boundary with { Time = call.Began }, cancellationToken).ConfigureAwait(false);
            if (!call.Overlapped)
                return seen with { Patches = patches };
            return seen with
            {
                Patches = [.. patches.Select(p => p with { Limitations = [.. p.Limitations, SnapshotLimitation.Overlap] })],
                Limitations = [.. seen.Limitations, SnapshotLimitation.Overlap],
            };
        }
        catch (Exception exception) when (exception is OperationCanceledException or OpenTracesException && cancellationToken.IsCancellationRequested)
        {
            return seen with { Limitations = [.. seen.Limitations, SnapshotLimitation.DiffTimedOut] };
        }
        catch (OpenTracesException exception) when (exception.Code == OpenTracesErrorCode.GitFailed)
        {
            // The person's repository gave up content that the earlier tree shares with it.
            await taker.DropAsync(seen.Boundary, cancellationToken).ConfigureAwait(false);
            return seen with { Limitations = [.. seen.Limitations, SnapshotLimitation.Lost] };
        }
    }

    private async ValueTask<SnapshotTaker> FindAsync(string folder, CancellationToken cancellationToken)
    {
        if (_takers.TryGetValue(folder, out var held) && Directory.Exists(held.Tree.GitDirectory) && Directory.Exists(folder))
            return held;
        var taker = await SnapshotTaker.OpenAsync(folder, options, cancellationToken).ConfigureAwait(false);
        _takers[folder] = taker;
        return taker;
    }

    private static BoundarySnapshot Describe(TraceBoundary boundary, Snapshot snapshot) => new()
    {
        Boundary = boundary,
        Commit = snapshot.Commit,
        Tree = snapshot.Tree,
        Limitations = snapshot.Limitations,
    };
}
