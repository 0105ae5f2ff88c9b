using System.Runtime.InteropServices;

namespace OpenTraces.Bucket.Segments.Files;

/// <summary>Flushes a folder on Unix, for which the platform has no managed call. Windows journals its directory changes.</summary>
internal static partial class NativeFolder
{
    private const int NotSupportedHere = 22; // EINVAL: the file system cannot flush folders, and EROFS has nothing to flush.
    private const int ReadOnlyFileSystem = 30;
    private const int FullSync = 51; // F_FULLFSYNC

    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(folder, 0);
        if (descriptor < 0)
            throw Failure(folder);
        try
        {
            if (Sync(descriptor) != 0
                && Marshal.GetLastPInvokeError() is not (NotSupportedHere or ReadOnlyFileSystem))
            {
                throw Failure(folder);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>On macOS fsync leaves the bytes in the memory of the disk; where the file system knows no more than that, it has to do.</summary>
    private static int Sync(int descriptor) =>
        OperatingSystem.IsMacOS() && Control(descriptor, FullSync) == 0 ? 0 : FileSync(descriptor);

    private static IOException Failure(string folder)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"Cannot flush the folder '{folder}': {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FileSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
