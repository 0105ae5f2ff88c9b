using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using OpenTraces.Bucket.Blobs.Streams;
using OpenTraces.SideBySide.Bucket;

namespace OpenTraces.Benchmarks.Bucket;

/// <summary>Content-defined cuts of 16 MiB of session text; one SHA-256 pass over the same bytes beside it.</summary>
[MemoryDiagnoser]
[MinColumn]
public class ChunkingBenchmarks
{
    private readonly byte[] _bytes = GeneratedBytes.Session(16 << 20);

    [Benchmark]
    public int FastCdcCuts()
    {
        var rest = _bytes.AsSpan();
        var chunks = 0;
        while (!rest.IsEmpty)
        {
            rest = rest[FastCdc.Cut(rest)..];
            chunks++;
        }

        return chunks;
    }

    [Benchmark(Baseline = true)]
    public int HashPass()
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        return SHA256.HashData(_bytes, digest);
    }
}
