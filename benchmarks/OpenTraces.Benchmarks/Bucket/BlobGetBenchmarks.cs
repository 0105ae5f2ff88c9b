using BenchmarkDotNet.Attributes;
using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;
using OpenTraces.SideBySide.Bucket;

namespace OpenTraces.Benchmarks.Bucket;

/// <summary>Verified gets from a store of 20,000 small blobs, 32 of 1 MiB and a stream of 16 MiB, the file cache warm.</summary>
[MemoryDiagnoser]
[MinColumn]
public class BlobGetBenchmarks
{
    private const int SmallCount = 20_000;
    private const int LargeCount = 32;

    private readonly ScratchFolder _scratch = new();
    private readonly Random _random = new(20260107);
    private readonly List<ContentHash> _small = [];
    private readonly List<ContentHash> _large = [];
    private ContentHash _stream;
    private SegmentBlobStore _store = null!;
    private int _next;

    // Not async: a host within this process does not wait for such a setup.
    [GlobalSetup]
    public void Setup() => FillAsync().GetAwaiter().GetResult();

    [GlobalCleanup]
    public void Cleanup()
    {
        _store.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _scratch.Dispose();
    }

    [Benchmark]
    public async Task<int> Small700Random() => (await _store.GetAsync(_small[_random.Next(SmallCount)]))!.Value.Length;

    [Benchmark]
    public async Task<int> Small700InStoredOrder() => (await _store.GetAsync(_small[_next++ % SmallCount]))!.Value.Length;

    [Benchmark]
    public async Task<int> OneMebibyte() => (await _store.GetAsync(_large[_next++ % LargeCount]))!.Value.Length;

    [Benchmark]
    public async Task Stream16Mebibytes()
    {
        await using var stream = (await _store.OpenReadAsync(_stream))!;
        await stream.CopyToAsync(Stream.Null);
    }

    private async Task FillAsync()
    {
        var folder = _scratch.Next();
        await using (var writer = await SegmentBlobStore.OpenAsync(folder, StoreFiles.Local, new BlobStoreOptions()))
        {
            foreach (var blob in GeneratedBytes.Small(SmallCount))
                _small.Add(await writer.PutAsync(blob));
            for (var i = 0; i < LargeCount; i++)
                _large.Add(await writer.PutAsync(GeneratedBytes.Session(1 << 20, i)));
            var bytes = GeneratedBytes.Session(16 << 20);
            using var content = new MemoryStream(bytes);
            _stream = await writer.PutStreamAsync(content, bytes.Length);
        }

        _store = await SegmentBlobStore.OpenAsync(folder, StoreFiles.Local, new BlobStoreOptions { ReadOnly = true });
    }
}
