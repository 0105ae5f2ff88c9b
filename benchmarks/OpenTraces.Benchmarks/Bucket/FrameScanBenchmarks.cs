using BenchmarkDotNet.Attributes;
using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.SideBySide.Bucket;

namespace OpenTraces.Benchmarks.Bucket;

/// <summary>
/// A walk over every frame of an unsealed segment of 60,000 small blobs, checksums included, beside one read of the same
/// file in pieces as large as the scanner's.
/// </summary>
[MemoryDiagnoser]
[MinColumn]
public class FrameScanBenchmarks
{
    private const int SmallCount = 60_000;

    private readonly ScratchFolder _scratch = new();
    private readonly byte[] _piece = new byte[1 << 18];
    private StoreFile _file = null!;

    // Not async: a host within this process does not wait for such a setup.
    [GlobalSetup]
    public void Setup() => FillAsync().GetAwaiter().GetResult();

    [GlobalCleanup]
    public void Cleanup()
    {
        _file.Dispose();
        _scratch.Dispose();
    }

    [Benchmark]
    public int Scan()
    {
        var frames = 0;
        SegmentScanner.Scan(_file, SegmentFormat.HeadLength, Visit, CancellationToken.None);
        return frames;

        bool Visit(long offset, in FrameHeader header, ReadOnlySpan<byte> stored)
        {
            frames++;
            return true;
        }
    }

    [Benchmark(Baseline = true)]
    public long Read()
    {
        var position = 0L;
        while (_file.Read(position, _piece) is > 0 and var read)
            position += read;
        return position;
    }

    private async Task FillAsync()
    {
        var folder = _scratch.Next();
        await using (var writer = await SegmentBlobStore.OpenAsync(folder, StoreFiles.Local, new BlobStoreOptions()))
        {
            foreach (var blob in GeneratedBytes.Small(SmallCount))
                await writer.PutAsync(blob);
        }

        _file = StoreFiles.Local.OpenRead(Directory.GetFiles(folder, "*.seg").Single());
        Console.WriteLine($"// the segment has {_file.Length} bytes and {Scan()} frames");
    }
}
