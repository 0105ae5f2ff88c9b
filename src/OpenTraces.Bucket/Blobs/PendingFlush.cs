using OpenTraces.Bucket.Segments.Files;

namespace OpenTraces.Bucket.Blobs;

/// <summary>What of a segment is written and not flushed.</summary>
/// <param name="File">The segment; null when all of it is flushed.</param>
/// <param name="Folder">The folder of a segment that is new in it; null when there is none.</param>
internal readonly record struct PendingFlush(StoreFile? File, string? Folder)
{
    public void Run(StoreFiles files)
    {
        try
        {
            File?.Flush();
        }
        catch (ObjectDisposedException)
        {
            // The segment was ended meanwhile, and flushed before it was closed.
        }

        if (Folder is not null)
            files.FlushFolder(Folder);
    }
}
