using OpenTraces.Bucket.Segments.Files;

namespace OpenTraces.SideBySide.Bucket;

/// <summary>
/// The file system of this machine on which no index can be begun, as where its folder may not be written: the bucket then
/// keeps everything and leaves the index to a later opening.
/// </summary>
internal sealed class NoIndexFiles(string bucket) : StoreFiles
{
    private readonly string _index = Path.Combine(Path.GetFullPath(bucket), "index");

    public override bool FolderExists(string folder) => Local.FolderExists(folder);

    public override void CreateFolder(string folder)
    {
        if (Path.GetDirectoryName(folder) == _index)
            throw new IOException("This folder takes no index.");
        Local.CreateFolder(folder);
    }

    public override IReadOnlyList<string> List(string folder, string extension) => Local.List(folder, extension);

    public override long MeasureFolder(string folder) => Local.MeasureFolder(folder);

    public override bool Exists(string path) => Local.Exists(path);

    public override StoreFile OpenRead(string path) => Local.OpenRead(path);

    public override StoreFile OpenWrite(string path) => Local.OpenWrite(path);

    public override StoreFile Create(string path) => Local.Create(path);

    public override StoreLock? TryLock(string path, bool create) => Local.TryLock(path, create);

    public override void Rename(string from, string to) => Local.Rename(from, to);

    public override void Delete(string path) => Local.Delete(path);

    public override void FlushFolder(string folder) => Local.FlushFolder(folder);
}
