using OpenTraces.Schema;

namespace OpenTraces.Bucket.Segments.Files;

/// <summary>Waits for a lock that others hold for moments.</summary>
internal sealed class LockWaiter(TimeProvider clock, TimeSpan timeout)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(20);

    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.StoreBusy"/>: not within the time allowed.</exception>
    public async ValueTask<StoreLock> AcquireAsync(StoreFiles files, string path, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        var pause = TimeSpan.FromMilliseconds(1);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (StoreErrors.Guard(path, () => files.TryLock(path, create: true)) is { } taken)
                return taken;
            if (clock.GetElapsedTime(start) >= timeout)
            {
                throw new OpenTracesException(OpenTracesErrorCode.StoreBusy,
                    $"Another process holds '{path}' for longer than {timeout}. Try again when it is done.");
            }

            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }
}
