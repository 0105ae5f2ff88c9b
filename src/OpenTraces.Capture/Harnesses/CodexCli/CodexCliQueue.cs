namespace OpenTraces.Capture.Harnesses.CodexCli;

/// <summary>
/// Lets steps go in the order they started: answered ones when their turn ends or too many wait behind, others once their
/// turn was aborted and the next one begins, or when the most that is ever held is reached. How long they stay depends only
/// on what the session holds.
/// </summary>
internal sealed class CodexCliQueue
{
    private const int KeptSteps = 256;
    private const long KeptBytes = 16 * 1024 * 1024;
    private const int MostSteps = 4096;
    private const long MostBytes = 64 * 1024 * 1024;

    private readonly Queue<CodexCliStep> _steps = new();
    private long _bytes;
    private int _aborted;

    /// <summary>The index of the last step; 0 before the first.</summary>
    public int LastIndex { get; private set; }

    public void Start(CodexCliStep step)
    {
        step.Builder.Index = ++LastIndex;
        _steps.Enqueue(step);
    }

    public void Grow(CodexCliStep step, long bytes)
    {
        step.Size += bytes;
        _bytes += bytes;
    }

    /// <summary>Nothing started so far is expected to be answered once the next turn has begun.</summary>
    public void Abort() => _aborted = LastIndex;

    /// <summary>The next step that can go; false when there is none.</summary>
    /// <param name="isTurnEnd">Whether a turn ended or the next one began.</param>
    /// <param name="open">The step that may still be added to; null when there is none.</param>
    /// <param name="step">What is taken out.</param>
    public bool TryTake(bool isTurnEnd, CodexCliStep? open, out CodexCliStep step)
    {
        if (!_steps.TryPeek(out step!) || step == open || !CanGo(step, isTurnEnd))
            return false;
        Take();
        return true;
    }

    /// <summary>The next step, whatever it waits for; false when there is none.</summary>
    public bool TryTakeAny(out CodexCliStep step)
    {
        if (!_steps.TryPeek(out step!))
            return false;
        Take();
        return true;
    }

    private bool CanGo(CodexCliStep step, bool isTurnEnd)
    {
        if (_steps.Count > 1 && (_steps.Count > MostSteps || _bytes > MostBytes))
            return true;
        if (step.Builder.IsWaiting)
            return isTurnEnd && step.Builder.Index <= _aborted && LastIndex > _aborted;
        return isTurnEnd || (_steps.Count > 1 && (_steps.Count > KeptSteps || _bytes > KeptBytes));
    }

    private void Take() => _bytes -= _steps.Dequeue().Size;
}
