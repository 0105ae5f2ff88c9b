using OpenTraces.Capture;
using OpenTraces.Schema;

namespace OpenTraces.Cli.Commands.Capture;

/// <summary>Reads files into the bucket until they are done or the bucket fails: no other file would fare better then.</summary>
internal static class ImportLoop
{
    /// <exception cref="OpenTracesException">The failure is the bucket's. What was acknowledged before it is kept.</exception>
    /// <param name="files">The results as they come.</param>
    /// <param name="isLogDamaged">Whether the damage that was met is the log's, which every other file would meet too.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public static async Task<List<ImportResult>> RunAsync(
        IAsyncEnumerable<ImportResult> files, Func<Task<bool>> isLogDamaged, CancellationToken cancellationToken)
    {
        var results = new List<ImportResult>();
        OpenTracesException? damage = null;
        await foreach (var result in files.WithCancellation(cancellationToken))
        {
            results.Add(result);
            if (result.Error is not { } error)
                continue;

            // A failure that is the file's names the file; whoever waited for another process once would wait again.
            if (error.Code == OpenTracesErrorCode.StoreBusy
                || (error.Code == OpenTracesErrorCode.Precondition && !error.Message.Contains(result.Path, StringComparison.Ordinal)))
                throw error;
            if (error.Code != OpenTracesErrorCode.StoreCorrupt || damage is not null)
                continue;

            // Damage to what is held of one session costs the others nothing.
            if (await isLogDamaged())
                throw error;
            damage = error;
        }

        return damage is null || results.Exists(r => r.Receipt is not null) ? results : throw damage;
    }
}
