using OpenTraces.Schema;

namespace OpenTraces.Capture.Import;

/// <summary>
/// The place of a file among those that are imported at the same time: two states of one session are kept in the order of
/// their files, whichever is read first.
/// </summary>
/// <param name="earlier">The files before it that may not be done yet.</param>
internal sealed class ImportTurn(IReadOnlyList<ImportTurn> earlier)
{
    private readonly TaskCompletionSource<TraceId?> _session = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IReadOnlyList<ImportTurn> _earlier = earlier;

    /// <summary>Says which session the file holds, and waits for the files before it that hold the same or may yet do.</summary>
    public async ValueTask WaitAsync(TraceId session, CancellationToken cancellationToken)
    {
        _session.TrySetResult(session);
        foreach (var turn in _earlier)
        {
            var other = await turn._session.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (other is null || other == session)
                await turn._end.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The file holds several sessions, or none.</summary>
    public void HoldAny() => _session.TrySetResult(null);

    /// <summary>Nothing more is kept of the file.</summary>
    public void End()
    {
        _session.TrySetResult(null);
        _end.TrySetResult();
        _earlier = [];
    }
}
