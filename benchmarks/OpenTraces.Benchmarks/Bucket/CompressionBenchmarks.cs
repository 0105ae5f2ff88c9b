using System.Globalization;
using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using ZstdSharp;
using OpenTraces.SideBySide.Bucket;

namespace OpenTraces.Benchmarks.Bucket;

/// <summary>
/// Payloads as frames hold them (a block of small objects, a piece of a session) through Brotli at quality 1, window 22,
/// and zstd at levels 1 and 3. The stored sizes are printed at the end of each case.
/// </summary>
[MemoryDiagnoser]
[MinColumn]
public class CompressionBenchmarks
{
    private readonly Dictionary<string, byte[]> _stored = [];
    private readonly Compressor _one = new(1);
    private readonly Compressor _three = new(3);
    private readonly Decompressor _expander = new();
    private byte[] _raw = [];
    private byte[] _room = [];

    [Params(16 << 10, 1 << 20)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _raw = GeneratedBytes.Session(Bytes);
        _room = new byte[BrotliEncoder.GetMaxCompressedLength(Bytes) + Compressor.GetCompressBound(Bytes)];
        _stored["brotli 1"] = _room[..CompressBrotli1()];
        _stored["zstd 1"] = _room[..CompressZstd1()];
        _stored["zstd 3"] = _room[..CompressZstd3()];
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        foreach (var (name, bytes) in _stored)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"// stored: {name}, {Bytes} bytes in {bytes.Length}, {(double)bytes.Length / Bytes:F3}"));
        _one.Dispose();
        _three.Dispose();
        _expander.Dispose();
    }

    [Benchmark(Baseline = true)]
    public int CompressBrotli1() => BrotliEncoder.TryCompress(_raw, _room, out var written, 1, 22) ? written : throw new InvalidOperationException();

    [Benchmark]
    public int CompressZstd1() => _one.Wrap(_raw, _room);

    [Benchmark]
    public int CompressZstd3() => _three.Wrap(_raw, _room);

    [Benchmark]
    public int ExpandBrotli1() => BrotliDecoder.TryDecompress(_stored["brotli 1"], _room, out var written) ? written : throw new InvalidOperationException();

    [Benchmark]
    public int ExpandZstd1() => _expander.Unwrap(_stored["zstd 1"], _room);

    [Benchmark]
    public int ExpandZstd3() => _expander.Unwrap(_stored["zstd 3"], _room);
}
