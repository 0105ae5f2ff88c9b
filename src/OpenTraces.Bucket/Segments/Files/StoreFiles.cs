namespace OpenTraces.Bucket.Segments.Files;

/// <summary>
/// The file system as the bucket uses it, so that a test can put one underneath that loses what was not flushed. Files are
/// created for their owner alone (0600), folders too (0700). Missing files are <see cref="FileNotFoundException"/> or
/// <see cref="DirectoryNotFoundException"/>.
/// </summary>
internal abstract class StoreFiles
{
    /// <summary>The file system of this machine.</summary>
    public static StoreFiles Local { get; } = new LocalStoreFiles();

    public abstract bool FolderExists(string folder);

    /// <summary>Creates a folder and those above it; nothing when it exists.</summary>
    public abstract void CreateFolder(string folder);

    /// <summary>Names of the files in a folder that end in <paramref name="extension"/>, in ordinal order; none when there is no folder.</summary>
    public abstract IReadOnlyList<string> List(string folder, string extension);

    /// <summary>The bytes of all files in a folder and below it; 0 when there is no folder.</summary>
    public abstract long MeasureFolder(string folder);

    public abstract bool Exists(string path);

    public abstract StoreFile OpenRead(string path);

    /// <summary>Opens an existing file for reading and writing.</summary>
    public abstract StoreFile OpenWrite(string path);

    /// <summary>Creates a file that must not exist yet.</summary>
    public abstract StoreFile Create(string path);

    /// <summary>Takes an exclusive lock; null when another holds it, or when it does not exist and <paramref name="create"/> is false.</summary>
    public abstract StoreLock? TryLock(string path, bool create);

    /// <summary>Renames a file, over another one if need be.</summary>
    public abstract void Rename(string from, string to);

    /// <summary>Deletes a file; nothing when it is missing.</summary>
    public abstract void Delete(string path);

    /// <summary>Makes creations, renames and deletions in a folder survive a power loss.</summary>
    public abstract void FlushFolder(string folder);

    /// <summary>All bytes of a file.</summary>
    public byte[] ReadAll(string path)
    {
        using var file = OpenRead(path);
        var bytes = new byte[file.Length];
        var read = file.Read(0, bytes);
        return read == bytes.Length ? bytes : bytes[..read];
    }

    /// <summary>
    /// Puts a whole file in place: after a crash it is the old one or the new one. The folder must exist; a file of the
    /// temporary name that a crash left in it is replaced.
    /// </summary>
    public void WriteWhole(string path, ReadOnlySpan<byte> bytes, string temporaryName)
    {
        Write(path, bytes, temporaryName, isFlushed: true);
        FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>
    /// The same without a flush: after a power loss it may be the old one, the new one, or of the new one's length with other bytes.
    /// </summary>
    public void WriteUnflushed(string path, ReadOnlySpan<byte> bytes, string temporaryName) =>
        Write(path, bytes, temporaryName, isFlushed: false);

    private void Write(string path, ReadOnlySpan<byte> bytes, string temporaryName, bool isFlushed)
    {
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, temporaryName);
        Delete(temporary);
        try
        {
            using (var file = Create(temporary))
            {
                file.Write(0, bytes);
                if (isFlushed)
                    file.Flush();
            }

            Rename(temporary, path);
        }
        catch (IOException)
        {
            Delete(temporary);
            throw;
        }
    }
}
