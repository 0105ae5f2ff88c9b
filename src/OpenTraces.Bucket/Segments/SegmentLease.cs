using System.Globalization;
using OpenTraces.Bucket.Segments.Files;

namespace OpenTraces.Bucket.Segments;

/// <summary>
/// The right to append to a segment: a lock on the file beside it, which the operating system drops with the process. The
/// file says whose machine it is, because locks do not reach other machines.
/// </summary>
internal sealed class SegmentLease : IDisposable
{
    private readonly StoreLock _lock;

    private SegmentLease(StoreLock held) => _lock = held;

    /// <summary>The lease of a segment that is about to be created.</summary>
    public static SegmentLease Create(StoreFiles files, string path)
    {
        var held = files.TryLock(path, create: true) ?? throw new IOException($"'{path}' is held by another process.");
        try
        {
            held.WriteNote(string.Create(
                CultureInfo.InvariantCulture, $"{Environment.MachineName}\n{BootId()}\n{Environment.ProcessId}\n"));
            return new SegmentLease(held);
        }
        catch (IOException)
        {
            held.Delete();
            throw;
        }
    }

    /// <summary>The lease of a segment whose writer on this machine is gone; null when it is not, or wrote elsewhere.</summary>
    /// <param name="files">The file system.</param>
    /// <param name="path">The file of the lease.</param>
    /// <param name="fromAnywhere">
    /// Takes it also when the file names another machine or is lost: somebody has said that nobody else has the bucket open.
    /// </param>
    public static SegmentLease? TryTakeOver(StoreFiles files, string path, bool fromAnywhere)
    {
        var held = files.TryLock(path, create: fromAnywhere);
        if (held is null)
            return null;
        if (fromAnywhere || held.ReadNote().Split('\n')[0] == Environment.MachineName)
            return new SegmentLease(held);
        held.Dispose();
        return null;
    }

    /// <summary>Whether a process of this machine holds the lease.</summary>
    public static bool IsHeld(StoreFiles files, string path)
    {
        using var taken = files.TryLock(path, create: false);
        return taken is null && files.Exists(path);
    }

    /// <summary>Lets go for good: the segment is sealed.</summary>
    public void Delete() => _lock.DeleteOrLeave();

    public void Dispose() => _lock.Dispose();

    private static string BootId()
    {
        const string Linux = "/proc/sys/kernel/random/boot_id";
        try
        {
            return OperatingSystem.IsLinux() ? File.ReadAllText(Linux).Trim() : "-";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "-";
        }
    }
}
