using System.Text;

namespace OpenTraces.Bucket.Segments.Files;

internal sealed class LocalStoreLock(FileStream stream) : StoreLock
{
    public override string ReadNote()
    {
        var bytes = new byte[Math.Min(stream.Length, 4096)];
        var read = RandomAccess.Read(stream.SafeFileHandle, bytes, 0);
        return Encoding.UTF8.GetString(bytes, 0, read);
    }

    public override void WriteNote(string note)
    {
        RandomAccess.SetLength(stream.SafeFileHandle, 0);
        RandomAccess.Write(stream.SafeFileHandle, Encoding.UTF8.GetBytes(note), 0);
        RandomAccess.FlushToDisk(stream.SafeFileHandle);
    }

    public override void Delete()
    {
        // On Windows opening is locking: whoever comes between the two holds it, and the file stays.
        if (OperatingSystem.IsWindows())
            stream.Dispose();
        using (stream)
            File.Delete(stream.Name);
    }

    public override void Dispose() => stream.Dispose();
}
