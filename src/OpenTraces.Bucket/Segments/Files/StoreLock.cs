namespace OpenTraces.Bucket.Segments.Files;

/// <summary>An exclusive lock on a file that the operating system drops with the process.</summary>
internal abstract class StoreLock : IDisposable
{
    /// <summary>What the file says: who created it. Kept when the lock is dropped.</summary>
    public abstract string ReadNote();

    /// <summary>Replaces what the file says and flushes it.</summary>
    public abstract void WriteNote(string note);

    public abstract void Dispose();
}
