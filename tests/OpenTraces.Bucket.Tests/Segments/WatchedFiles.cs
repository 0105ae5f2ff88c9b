using OpenTraces.Bucket.Segments.Files;

namespace OpenTraces.Bucket.Tests.Segments;

/// <summary>A file system that lets a test stand in certain places.</summary>
internal sealed class WatchedFiles(StoreFiles inner) : StoreFiles
{
    /// <summary>Called with the path of a file that is about to be flushed.</summary>
    public Action<string>? BeforeFlush { get; set; }

    /// <summary>Called with the path of a lock that was just taken.</summary>
    public Action<string>? AfterLock { get; set; }

    /// <summary>Called with the path of a lock that is about to be deleted.</summary>
    public Action<string>? BeforeLockIsDeleted { get; set; }

    /// <summary>Called with the path of a lock that is about to be asked for.</summary>
    public Action<string>? BeforeLock { get; set; }

    /// <summary>Called with the path of a lock that was just let go.</summary>
    public Action<string>? AfterLockIsReleased { get; set; }

    /// <summary>Called with the path of a file that is about to be deleted.</summary>
    public Action<string>? BeforeDelete { get; set; }

    public override bool FolderExists(string folder) => inner.FolderExists(folder);

    public override void CreateFolder(string folder) => inner.CreateFolder(folder);

    public override IReadOnlyList<string> List(string folder, string extension) => inner.List(folder, extension);

    public override long MeasureFolder(string folder) => inner.MeasureFolder(folder);

    public override bool Exists(string path) => inner.Exists(path);

    public override StoreFile OpenRead(string path) => inner.OpenRead(path);

    public override StoreFile OpenWrite(string path) => new WatchedFile(this, path, inner.OpenWrite(path));

    public override StoreFile Create(string path) => new WatchedFile(this, path, inner.Create(path));

    public override StoreLock? TryLock(string path, bool create)
    {
        BeforeLock?.Invoke(path);
        if (inner.TryLock(path, create) is not { } taken)
            return null;
        AfterLock?.Invoke(path);
        return new WatchedLock(this, path, taken);
    }

    public override void Rename(string from, string to) => inner.Rename(from, to);

    public override void Delete(string path)
    {
        BeforeDelete?.Invoke(path);
        inner.Delete(path);
    }

    public override void FlushFolder(string folder) => inner.FlushFolder(folder);

    private sealed class WatchedFile(WatchedFiles owner, string path, StoreFile file) : StoreFile
    {
        public override long Length => file.Length;

        public override int Read(long offset, Span<byte> buffer) => file.Read(offset, buffer);

        public override void Write(long offset, ReadOnlySpan<byte> bytes) => file.Write(offset, bytes);

        public override void Truncate(long length) => file.Truncate(length);

        public override void Flush()
        {
            owner.BeforeFlush?.Invoke(path);
            file.Flush();
        }

        public override void Dispose() => file.Dispose();
    }

    private sealed class WatchedLock(WatchedFiles owner, string path, StoreLock taken) : StoreLock
    {
        public override string ReadNote() => taken.ReadNote();

        public override void WriteNote(string note) => taken.WriteNote(note);

        public override void Delete()
        {
            owner.BeforeLockIsDeleted?.Invoke(path);
            taken.Delete();
        }

        public override void Dispose()
        {
            taken.Dispose();
            owner.AfterLockIsReleased?.Invoke(path);
        }
    }
}
