using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using OpenTraces.Schema;

namespace OpenTraces.Benchmarks;

/// <summary>A record's JSON against one bare token pass over the same bytes.</summary>
[MemoryDiagnoser]
public class RecordJsonBenchmarks
{
    private byte[] _json = [];
    private TraceRecord _record = null!;

    [Params(100, 5000)]
    public int Steps { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _record = Generated.Record(Steps);
        _json = TraceJson.Serialize(_record);
    }

    [Benchmark(Baseline = true)]
    public int TokenPass()
    {
        var reader = new Utf8JsonReader(_json);
        var tokens = 0;
        while (reader.Read())
            tokens++;
        return tokens;
    }

    [Benchmark]
    public TraceRecord Parse() => TraceJson.Parse(_json);

    [Benchmark]
    public int Write()
    {
        var buffer = new ArrayBufferWriter<byte>(_json.Length);
        TraceJson.Write(buffer, _record);
        return buffer.WrittenCount;
    }

    [Benchmark]
    public int WriteUnhashed()
    {
        var buffer = new ArrayBufferWriter<byte>(_json.Length);
        TraceJson.WriteUnhashed(buffer, _record);
        return buffer.WrittenCount;
    }
}
