namespace OpenTraces.Bucket.Segments.Files;

/// <summary>An exclusive lock on a file that the operating system drops with the process.</summary>
internal abstract class StoreLock : IDisposable
{
    /// <summary>What the file says: who created it. Kept when the lock is dropped.</summary>
    public abstract string ReadNote();

    /// <summary>Replaces what the file says and flushes it.</summary>
    public abstract void WriteNote(string note);

    /// <summary>
    /// Deletes the file and lets go. Where an open file can be deleted that is done first: whoever has opened it meanwhile finds,
    /// once it gets the lock, that the file is not there any more.
    /// </summary>
    public abstract void Delete();

    public abstract void Dispose();
}
