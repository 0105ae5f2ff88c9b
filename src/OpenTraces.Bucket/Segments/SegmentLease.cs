using System.Globalization;
using OpenTraces.Bucket.Segments.Files;

namespace OpenTraces.Bucket.Segments;

/// <summary>
/// The right to append to a segment: a lock on the file beside it, which the operating system drops with the process. The
/// file says whose machine it is, because locks do not reach other machines.
/// </summary>
internal sealed class SegmentLease : IDisposable
{
    private readonly StoreFiles _files;
    private readonly string _path;
    private readonly StoreLock _lock;

    private SegmentLease(StoreFiles files, string path, StoreLock held)
    {
        _files = files;
        _path = path;
        _lock = held;
    }

    /// <summary>The lease of a segment that is about to be created.</summary>
    public static SegmentLease Create(StoreFiles files, string path)
    {
        var held = files.TryLock(path, create: true) ?? throw new IOException($"'{path}' is held by another process.");
        try
        {
            held.WriteNote(string.Create(
                CultureInfo.InvariantCulture, $"{Environment.MachineName}\n{BootId()}\n{Environment.ProcessId}\n"));
            return new SegmentLease(files, path, held);
        }
        catch (IOException)
        {
            held.Dispose();
            files.Delete(path);
            throw;
        }
    }

    /// <summary>The lease of a segment whose writer on this machine is gone; null when it is not, or wrote elsewhere.</summary>
    public static SegmentLease? TryTakeOver(StoreFiles files, string path)
    {
        var held = files.TryLock(path, create: false);
        if (held is null)
            return null;
        if (held.ReadNote().Split('\n')[0] == Environment.MachineName)
            return new SegmentLease(files, path, held);
        held.Dispose();
        return null;
    }

    /// <summary>Lets go for good: the segment is sealed.</summary>
    public void Delete()
    {
        _lock.Dispose();
        _files.Delete(_path);
    }

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
