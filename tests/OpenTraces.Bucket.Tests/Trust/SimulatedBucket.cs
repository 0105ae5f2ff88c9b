using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Bucket.Tests.Segments;

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

    public static ValueTask<TraceBucket> OpenAsync(
        StoreFiles files, bool readOnly = false, string? folder = null, long blobSeal = 12_000, long eventSeal = 3000) =>
        TraceBucket.OpenAsync(
            folder ?? Folder, new BucketOptions { ReadOnly = readOnly, SegmentLength = blobSeal, EventSegmentLength = eventSeal }, files, CancellationToken.None);
}
