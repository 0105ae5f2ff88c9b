using OpenTraces.Capture;
using OpenTraces.Schema;

namespace OpenTraces.Cli.Commands.Capture;

/// <summary>Reads files into the bucket until they are done or the bucket fails: no other file would fare better then.</summary>
internal static class ImportLoop
{
    /// <exception cref="OpenTracesException">The failure is the bucket's. What was acknowledged before it is kept.</exception>
    public static async Task<List<ImportResult>> RunAsync(IAsyncEnumerable<ImportResult> files, CancellationToken cancellationToken)
    {
        var results = new List<ImportResult>();
        OpenTracesException? damage = null;
        await foreach (var result in files.WithCancellation(cancellationToken))
        {
            results.Add(result);
            if (result.Error is not { } error)
                continue;

            // A failure that is the file's names the file.
            if (error.Code == OpenTracesErrorCode.Precondition && !error.Message.Contains(result.Path, StringComparison.Ordinal))
                throw error;
            if (error.Code != OpenTracesErrorCode.StoreCorrupt)
                continue;

            // Damage to what is held of one session names that and costs the others nothing; damage to the log is always the same.
            if (error.Message == damage?.Message)
                throw error;
            damage ??= error;
        }

        return damage is null || results.Exists(r => r.Receipt is not null) ? results : throw damage;
    }
}
