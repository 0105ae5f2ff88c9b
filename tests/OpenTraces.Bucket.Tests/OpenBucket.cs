using OpenTraces.TestKit;

namespace OpenTraces.Bucket.Tests;

/// <summary>A bucket in a folder of its own that can be closed and opened again.</summary>
internal sealed class OpenBucket : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private TraceBucket? _bucket;

    public string Path => _folder["bucket"];

    public string this[string relative] => _folder["bucket/" + relative];

    public static async ValueTask<OpenBucket> CreateAsync()
    {
        var open = new OpenBucket();
        await open.ReopenAsync();
        return open;
    }

    public TraceBucket Bucket => _bucket!;

    public async ValueTask<TraceBucket> ReopenAsync(BucketOptions? options = null)
    {
        await CloseAsync();
        return _bucket = await TraceBucket.OpenAsync(Path, options);
    }

    public async ValueTask CloseAsync()
    {
        if (_bucket is not null)
            await _bucket.DisposeAsync();
        _bucket = null;
    }

    /// <summary>Every file but those under <c>index</c>, with its length, time and digest.</summary>
    public SortedDictionary<string, string> Files(bool withIndex = false)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in new DirectoryInfo(Path).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var name = System.IO.Path.GetRelativePath(Path, file.FullName).Replace('\\', '/');
            if (withIndex || !name.StartsWith("index/", StringComparison.Ordinal))
                files[name] = $"{file.Length} {file.LastWriteTimeUtc:O} {Schema.ContentHash.Of(File.ReadAllBytes(file.FullName))}";
        }

        return files;
    }

    public long Bytes(string below = "") => new DirectoryInfo(System.IO.Path.Combine(Path, below))
        .EnumerateFiles("*", SearchOption.AllDirectories)
        .Where(f => below.Length > 0 || !f.FullName.StartsWith(this["index"], StringComparison.Ordinal)).Sum(f => f.Length);

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Dispose();
    }
}
