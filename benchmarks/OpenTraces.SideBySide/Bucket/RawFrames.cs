using System.Globalization;
using OpenTraces.Bucket;
using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;

namespace OpenTraces.SideBySide.Bucket;

/// <summary>
/// How many bytes of a bucket are its raw sources: those of a fresh blob store that is given the same sources and nothing
/// else, each generation upon the one it extends, in the order they arrived.
/// </summary>
internal static class RawFrames
{
    /// <param name="folder">The bucket.</param>
    /// <param name="store">A folder that does not exist yet.</param>
    public static async Task RunAsync(string folder, string store)
    {
        var (raw, sources) = (0L, 0);
        var bucket = await TraceBucket.OpenAsync(folder, new BucketOptions { ReadOnly = true }).ConfigureAwait(false);
        await using (bucket.ConfigureAwait(false))
        await using (var blobs = await SegmentBlobStore.OpenAsync(store, StoreFiles.Local, new BlobStoreOptions()).ConfigureAwait(false))
        {
            foreach (var (trace, envelope) in await EnvelopesAsync(bucket).ConfigureAwait(false))
            {
                foreach (var generation in envelope.Generations)
                {
                    foreach (var source in generation.Sources.Where(static s => s.Within is null))
                    {
                        await PutAsync(bucket, trace, envelope, generation, source, blobs).ConfigureAwait(false);
                        raw += source.Length;
                        sources++;
                    }
                }
            }
        }

        var bytes = Directory.EnumerateFiles(store).Sum(static f => new FileInfo(f).Length);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"raw-frames\t{bytes}\t{raw}\t{sources} sources"));
    }

    /// <summary>What the events about each trace come to.</summary>
    private static async Task<Dictionary<TraceId, Envelope>> EnvelopesAsync(TraceBucket bucket)
    {
        var envelopes = new Dictionary<TraceId, Envelope>();
        await foreach (var one in bucket.ReadEventsAsync().ConfigureAwait(false))
        {
            if (one.TraceId is { } id && EnvelopeFold.Apply(envelopes.GetValueOrDefault(id), one) is { } envelope)
                envelopes[id] = envelope;
        }

        return envelopes;
    }

    private static async Task PutAsync(
        TraceBucket bucket, TraceId trace, Envelope envelope, Generation generation, StoredSource source, SegmentBlobStore blobs)
    {
        ContentHash? previous = envelope.Generations
            .Where(g => g.Index < generation.Index)
            .SelectMany(g => g.Sources).Where(s => s.Name == source.Name && s.Within is null)
            .Select(static s => (ContentHash?)s.Address).LastOrDefault();
        var stream = await bucket.OpenRawAsync(trace, generation.Index, source.Name).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"The bucket does not hold {source.Name} of {trace}.");
        await using (stream.ConfigureAwait(false))
            await blobs.PutStreamAsync(stream, source.Length, previous).ConfigureAwait(false);
    }
}
