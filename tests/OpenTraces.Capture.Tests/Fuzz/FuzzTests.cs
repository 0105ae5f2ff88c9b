using OpenTraces.Fuzz;
using OpenTraces.Fuzz.Seeds;
using Xunit;

namespace OpenTraces.Capture.Tests.Fuzz;

/// <summary>A short run of <c>tests/OpenTraces.Fuzz</c>; the long ones are started by hand.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_mutant_of_a_short_run_breaks_a_guarantee(bool fromCorpus)
    {
        var samples = fromCorpus ? SampleSessions.Load() : SampleSessions.Own();
        Assert.SkipWhen(fromCorpus && samples.Origin != "corpus", "the corpus of real sessions is not on this machine");
        var seed = Random.Shared.Next(1, 1_000_000);
        var options = new FuzzOptions { Seed = seed, Count = 4000, Limit = TimeSpan.FromSeconds(10) };
        var result = new FuzzRun(options, samples, output.WriteLine).Run();
        output.WriteLine($"seed {seed}: {result}");
        Assert.True(result.Mutants > 0 && result.Entries > 0);
        Assert.True(result.Failures.Count == 0, $"seed {seed}: {string.Join("; ", result.Failures.Select(f => $"mutant {f.Index}, {f.Parser}: {f.What}"))}");
    }

    [Fact]
    public void Each_harness_has_a_session_to_damage() =>
        Assert.All(new[] { "claude-code", "codex-cli", "pi" }, harness => Assert.Contains(harness, SampleSessions.Own().Harnesses));
}
