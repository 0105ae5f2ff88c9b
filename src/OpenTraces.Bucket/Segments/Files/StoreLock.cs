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

    /// <summary>The same; a file that cannot be deleted is left, and says nothing without its lock.</summary>
    public void DeleteOrLeave()
    {
        try
        {
            Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Dispose();
        }
    }

    public abstract void Dispose();
}
