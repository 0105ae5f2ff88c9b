using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Import;

/// <summary>Passes steps on to a store that keeps them while the parser goes on.</summary>
internal sealed class StepRelay : IAsyncDisposable
{
    /// <summary>So many steps wait at most for the store.</summary>
    private const int Waiting = 8;

    private readonly Channel<Step> _steps = Channel.CreateBounded<Step>(
        new BoundedChannelOptions(Waiting) { SingleReader = true, SingleWriter = true });
    private readonly CancellationTokenSource _stop;
    private readonly Task _keeping;

    public StepRelay(StepReceiver receiver, CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _keeping = Task.Run(() => KeepAsync(receiver, _stop.Token), CancellationToken.None);
    }

    /// <summary>Throws what the store threw at an earlier step, should it have.</summary>
    public async ValueTask AddAsync(Step step, CancellationToken cancellationToken)
    {
        try
        {
            await _steps.Writer.WriteAsync(step, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException closed) when (closed.InnerException is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Returns when the store has every step.</summary>
    public async ValueTask FinishAsync()
    {
        _steps.Writer.TryComplete();
        await _keeping.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _steps.Writer.TryComplete();
        await _stop.CancelAsync().ConfigureAwait(false);
        await _keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task KeepAsync(StepReceiver receiver, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var step in _steps.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                await receiver.AddAsync(step, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _steps.Writer.TryComplete(exception);
            throw;
        }
    }
}
