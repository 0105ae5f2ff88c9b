using System.Runtime.CompilerServices;
using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Events;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Bucket.Tests.Segments;
using OpenTraces.Bucket.Upkeep;

namespace OpenTraces.Bucket.Tests.Trust;

/// <summary>
/// Opens a whole bucket on a simulated disk, with segments so short that a small life seals some. SQLite knows no simulated
/// disk: it finds no file at that path, so the bucket does without its index, as it must be able to.
/// </summary>
internal static class SimulatedBucket
{
    public static string Folder { get; } =
        Path.Combine(Path.GetTempPath(), "opentraces-simulated-" + Guid.NewGuid().ToString("N"), "bucket");

    /// <summary>A disk that has the folder of the bucket, or only the one above it, and nothing in it.</summary>
    public static SimulatedDisk NewDisk(bool withFolder = true)
    {
        var disk = new SimulatedDisk();
        disk.Given(withFolder ? Folder : Path.GetDirectoryName(Folder)!);
        return disk;
    }

    public static async ValueTask<TraceBucket> OpenAsync(
        StoreFiles files, bool readOnly = false, string? folder = null, long blobSeal = 12_000, long eventSeal = 3000)
    {
        var parts = await BucketParts.OpenAsync(
            folder ?? Folder, new BucketOptions { ReadOnly = readOnly }, files,
            async path => await SegmentBlobStore.OpenAsync(path, files, new BlobStoreOptions { ReadOnly = readOnly, SealLength = blobSeal }),
            async path => await SegmentEventLog.OpenAsync(path, files, new EventLogOptions { ReadOnly = readOnly, SealLength = eventSeal }),
            CancellationToken.None);
        return Create(parts);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern TraceBucket Create(BucketParts parts);
}
