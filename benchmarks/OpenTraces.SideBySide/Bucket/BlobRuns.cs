using System.Globalization;
using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;

namespace OpenTraces.SideBySide.Bucket;

/// <summary>The blob store's side of the comparisons, each run in a process of its own.</summary>
internal static class BlobRuns
{
    /// <summary>Puts every blob of a file, one call each and one flush, and writes their addresses, a line each.</summary>
    public static async Task PutAsync(string blobs, string folder, string addresses)
    {
        var spent = new Spent();
        var count = 0;
        await using (var list = new StreamWriter(addresses))
        {
            await using var store = await SegmentBlobStore.OpenAsync(folder, StoreFiles.Local, new BlobStoreOptions()).ConfigureAwait(false);
            foreach (var blob in SmallBlobs.Read(blobs))
            {
                await list.WriteLineAsync((await store.PutAsync(blob).ConfigureAwait(false)).ToString()).ConfigureAwait(false);
                count++;
            }

            await store.FlushAsync().ConfigureAwait(false);
        }

        spent.Print(string.Create(CultureInfo.InvariantCulture, $"{count} blobs"));
    }

    /// <summary>Gets every address of a file in its order; the store checks each against its SHA-256.</summary>
    public static async Task GetAsync(string folder, string addresses)
    {
        var spent = new Spent();
        var bytes = 0L;
        await using (var store = await SegmentBlobStore.OpenAsync(folder, StoreFiles.Local, new BlobStoreOptions { ReadOnly = true }).ConfigureAwait(false))
        {
            foreach (var line in File.ReadLines(addresses))
            {
                var blob = await store.GetAsync(ContentHash.Parse(line)).ConfigureAwait(false)
                    ?? throw new InvalidOperationException($"The store does not hold {line}.");
                bytes += blob.Length;
            }
        }

        spent.Print(string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"));
    }
}
