namespace OpenTraces.Capture.Harnesses.ClaudeCode.Steps;

/// <summary>
/// Numbers steps in the order they start and lets them go in that order once nothing is expected to change them. How long
/// they stay depends only on what the session holds, so memory is bounded and the outcome is the same everywhere.
/// </summary>
internal sealed class StepQueue(ISessionSink sink, Action<OpenStep> closed)
{
    private const int KeptSteps = 256;
    private const long KeptBytes = 16 * 1024 * 1024;
    private const int MostSteps = 16 * 1024;
    private const long MostBytes = 64 * 1024 * 1024;

    private readonly Queue<OpenStep> _open = new();
    private int _count;
    private long _bytes;

    /// <summary>The steps still open, oldest first.</summary>
    public IEnumerable<OpenStep> Open => _open;

    /// <summary>Whether the oldest step can go.</summary>
    public bool HasReady => _open.Count > 1
        && (_open.Count > MostSteps || _bytes > MostBytes
            || ((_open.Count > KeptSteps || _bytes > KeptBytes) && !_open.Peek().Builder.IsWaiting));

    public void Start(OpenStep step)
    {
        step.Builder.Index = ++_count;
        _open.Enqueue(step);
        _bytes += step.Size;
    }

    public void Grow(OpenStep step, long bytes)
    {
        step.Size += bytes;
        _bytes += bytes;
    }

    public async ValueTask ReleaseReadyAsync(CancellationToken cancellationToken)
    {
        while (HasReady)
            await ReleaseAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask ReleaseAllAsync(CancellationToken cancellationToken)
    {
        while (_open.Count > 0)
            await ReleaseAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask ReleaseAsync(CancellationToken cancellationToken)
    {
        var step = _open.Dequeue();
        _bytes -= step.Size;
        foreach (var call in step.Builder.Calls)
        {
            if (!call.IsAnswered)
                sink.CallWithoutResult(call.Id);
        }

        closed(step);
        await sink.StepAsync(step.Builder.Build(), cancellationToken).ConfigureAwait(false);
    }
}
