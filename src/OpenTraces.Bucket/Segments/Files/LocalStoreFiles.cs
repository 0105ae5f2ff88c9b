namespace OpenTraces.Bucket.Segments.Files;

/// <summary>
/// Every handle shares reading, writing and deleting, so readers never stand in a writer's way on Windows either; only
/// locks share nothing.
/// </summary>
internal sealed class LocalStoreFiles : StoreFiles
{
    private const FileShare Everything = FileShare.ReadWrite | FileShare.Delete;

    public override bool FolderExists(string folder) => Directory.Exists(folder);

    public override void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public override IReadOnlyList<string> List(string folder, string extension)
    {
        var names = new List<string>();
        if (!Directory.Exists(folder))
            return names;
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            if (path.EndsWith(extension, StringComparison.Ordinal))
                names.Add(Path.GetFileName(path));
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    public override long MeasureFolder(string folder) => Directory.Exists(folder)
        ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(LengthOf)
        : 0;

    public override bool Exists(string path) => File.Exists(path);

    public override StoreFile OpenRead(string path) =>
        new LocalStoreFile(Open(path, FileMode.Open, FileAccess.Read, Everything));

    public override StoreFile OpenWrite(string path) =>
        new LocalStoreFile(Open(path, FileMode.Open, FileAccess.ReadWrite, Everything));

    public override StoreFile Create(string path) =>
        new LocalStoreFile(Open(path, FileMode.CreateNew, FileAccess.ReadWrite, Everything));

    public override StoreLock? TryLock(string path, bool create)
    {
        try
        {
            var mode = create ? FileMode.OpenOrCreate : FileMode.Open;
            return new LocalStoreLock(Open(path, mode, FileAccess.ReadWrite, FileShare.None));
        }
        catch (FileNotFoundException) when (!create)
        {
            return null;
        }
        catch (IOException e) when (StoreErrors.IsHeldByAnother(e))
        {
            return null;
        }
    }

    public override void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    public override void Delete(string path) => File.Delete(path);

    public override void FlushFolder(string folder) => NativeFolder.Flush(folder);

    private static long LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            // Gone since it was listed.
            return 0;
        }
    }

    private static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode is FileMode.CreateNew or FileMode.OpenOrCreate)
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
