namespace OpenTraces.TestKit;

/// <summary>A folder of its own for one test, removed at the end.</summary>
public sealed class TempFolder : IDisposable
{
    // A folder a test made unreadable must be heard of, not passed over.
    private static readonly EnumerationOptions WithoutLinks = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };

    public TempFolder() => Root = Directory.CreateTempSubdirectory("opentraces-test-").FullName;

    public string Root { get; }

    public string this[string relative] => Path.Combine(Root, relative.Replace('/', Path.DirectorySeparatorChar));

    public string Write(string relative, string text)
    {
        var path = this[relative];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public string Write(string relative, byte[] bytes)
    {
        var path = this[relative];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose()
    {
        // What a link leads to is not ours.
        foreach (var entry in new DirectoryInfo(Root).EnumerateFileSystemInfos("*", WithoutLinks))
            entry.Attributes &= ~FileAttributes.ReadOnly;

        Directory.Delete(Root, recursive: true);
    }
}
