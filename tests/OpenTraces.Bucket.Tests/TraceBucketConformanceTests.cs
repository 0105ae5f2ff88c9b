using OpenTraces.Conformance;
using OpenTraces.TestKit;

namespace OpenTraces.Bucket.Tests;

public sealed class TraceBucketConformanceTests : TraceStoreConformance, IAsyncDisposable
{
    private readonly List<TempFolder> _folders = [];
    private readonly Dictionary<ITraceStore, string> _paths = [];

    protected override async ValueTask<ITraceStore> CreateAsync()
    {
        _folders.Add(new TempFolder());
        return await OpenAsync(_folders[^1]["bucket"]);
    }

    protected override async ValueTask<ITraceStore> OpenAnotherAsync(ITraceStore store) => await OpenAsync(_paths[store]);

    protected override bool Damage()
    {
        foreach (var segment in Directory.EnumerateFiles(_folders[^1]["bucket/blobs"], "*.seg"))
        {
            var bytes = File.ReadAllBytes(segment);
            for (var i = 100; i < bytes.Length; i += 50)
                bytes[i] ^= 0x10;
            File.WriteAllBytes(segment, bytes);
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _paths.Keys.OfType<IAsyncDisposable>())
            await store.DisposeAsync();
        foreach (var folder in _folders)
            folder.Dispose();
    }

    private async ValueTask<ITraceStore> OpenAsync(string path)
    {
        var bucket = await TraceBucket.OpenAsync(path);
        _paths[bucket] = path;
        return bucket;
    }
}
