using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Import;

/// <summary>
/// Passes steps on to a store that keeps them while the parser goes on: several at once, because handing over to another thread
/// costs more than many a step.
/// </summary>
internal sealed class StepRelay : IAsyncDisposable
{
    /// <summary>So many batches wait at most for the store.</summary>
    private const int Waiting = 2;

    private const int MaxSteps = 32;
    private const long MaxCharacters = 256 * 1024;

    private readonly Channel<List<Step>> _batches = Channel.CreateBounded<List<Step>>(
        new BoundedChannelOptions(Waiting) { SingleReader = true, SingleWriter = true });
    private readonly CancellationTokenSource _stop;
    private readonly Task _keeping;
    private List<Step> _batch = [];
    private long _characters;

    public StepRelay(StepReceiver receiver, CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _keeping = Task.Run(() => KeepAsync(receiver, _stop.Token), CancellationToken.None);
    }

    /// <summary>Throws what the store threw at an earlier step, should it have.</summary>
    public ValueTask AddAsync(Step step, CancellationToken cancellationToken)
    {
        _batch.Add(step);
        _characters += Length(step);
        return _batch.Count < MaxSteps && _characters < MaxCharacters ? ValueTask.CompletedTask : PassOnAsync(cancellationToken);
    }

    /// <summary>Returns when the store has every step.</summary>
    public async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        await PassOnAsync(cancellationToken).ConfigureAwait(false);
        _batches.Writer.TryComplete();
        await _keeping.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _batches.Writer.TryComplete();
        await _stop.CancelAsync().ConfigureAwait(false);
        await _keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async ValueTask PassOnAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _batches.Writer.WriteAsync(_batch, cancellationToken).ConfigureAwait(false);
            (_batch, _characters) = ([], 0);
        }
        catch (ChannelClosedException closed) when (closed.InnerException is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private async Task KeepAsync(StepReceiver receiver, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var batch in _batches.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                foreach (var step in batch)
                    await receiver.AddAsync(step, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            _batches.Writer.TryComplete(exception);
            throw;
        }
    }

    private static long Length(Step step)
    {
        long length = (step.Content?.Length ?? 0) + (step.ReasoningContent?.Length ?? 0);
        foreach (var call in step.ToolCalls)
            length += call.Input.Utf8.Length;
        foreach (var observation in step.Observations)
            length += observation.Content?.Length ?? 0;
        return length;
    }
}
