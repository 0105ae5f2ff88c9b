using BenchmarkDotNet.Attributes;
using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.SideBySide.Bucket;

namespace OpenTraces.Benchmarks.Bucket;

/// <summary>Puts into a store just opened, with one flush at the end; a row is one blob, or one stream of 16 MiB.</summary>
[MemoryDiagnoser]
[MinColumn]
public class BlobPutBenchmarks
{
    private const int SmallCount = 20_000;
    private const int LargeCount = 32;

    private readonly ScratchFolder _scratch = new();
    private byte[][] _small = [];
    private byte[][] _large = [];
    private byte[] _stream = [];
    private SegmentBlobStore _store = null!;

    [GlobalSetup]
    public void Setup()
    {
        _small = GeneratedBytes.Small(SmallCount);
        _large = [.. Enumerable.Range(0, LargeCount).Select(static i => GeneratedBytes.Session(1 << 20, i))];
        _stream = GeneratedBytes.Session(16 << 20);
    }

    [IterationSetup]
    public void Open() => _store = SegmentBlobStore
        .OpenAsync(_scratch.Next(), StoreFiles.Local, new BlobStoreOptions()).AsTask().GetAwaiter().GetResult();

    [IterationCleanup]
    public void Close() => _store.DisposeAsync().AsTask().GetAwaiter().GetResult();

    [GlobalCleanup]
    public void Cleanup() => _scratch.Dispose();

    [Benchmark(OperationsPerInvoke = SmallCount)]
    public Task Small700() => PutAsync(_small);

    [Benchmark(OperationsPerInvoke = LargeCount)]
    public Task OneMebibyte() => PutAsync(_large);

    [Benchmark]
    public async Task Stream16Mebibytes()
    {
        using var content = new MemoryStream(_stream);
        await _store.PutStreamAsync(content, _stream.Length);
        await _store.FlushAsync();
    }

    private async Task PutAsync(byte[][] blobs)
    {
        foreach (var blob in blobs)
            await _store.PutAsync(blob);
        await _store.FlushAsync();
    }
}
