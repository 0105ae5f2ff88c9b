using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep;

/// <summary><c>upkeep.lock</c>: one call at a time may delete or move what is kept.</summary>
internal static class UpkeepLock
{
    public static IDisposable Take(StoreFiles files, string folder) =>
        StoreErrors.Guard(folder, () => files.TryLock(Path.Combine(folder, "upkeep.lock"), create: true))
        ?? throw new OpenTracesException(OpenTracesErrorCode.StoreBusy,
            $"Another process prunes, repairs or forgets in '{folder}'. Try again when it is done.");
}
