using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Envelopes;

/// <summary>Waits for a lock that others hold for moments.</summary>
internal sealed class LockWaiter(TimeProvider clock, TimeSpan timeout)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.StoreBusy"/>: not within the time allowed.</exception>
    public async ValueTask<StoreLock> AcquireAsync(StoreFiles files, string path, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (files.TryLock(path, create: true) is { } taken)
                return taken;
            if (clock.GetElapsedTime(start) >= timeout)
            {
                throw new OpenTracesException(OpenTracesErrorCode.StoreBusy,
                    $"Another process holds '{path}' for longer than {timeout}. Try again when it is done.");
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }
}
