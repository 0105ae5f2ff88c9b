using BenchmarkDotNet.Attributes;
using OpenTraces.Schema;

namespace OpenTraces.Benchmarks;

/// <summary>The deterministic slicers against one pass over the steps.</summary>
[MemoryDiagnoser]
public class SlicerBenchmarks
{
    private readonly ISlicer _userTurn = SlicerCatalog.BuiltIn.Get("s1");
    private readonly ISlicer _changeBurst = SlicerCatalog.BuiltIn.Get("s2");
    private StepView[] _steps = [];

    [Params(1000, 100_000)]
    public int Steps { get; set; }

    [GlobalSetup]
    public void Setup() => _steps = [.. Generated.Record(Steps).Steps.Select(StepView.Of)];

    [Benchmark(Baseline = true)]
    public int OnePass()
    {
        var length = 0;
        foreach (var step in _steps)
            length += step.Text.Length;
        return length;
    }

    [Benchmark]
    public Slicing UserTurn() => _userTurn.Slice(_steps);

    [Benchmark]
    public Slicing ChangeBurst() => _changeBurst.Slice(_steps);
}
