using System.Globalization;
using Xunit;

namespace OpenTraces.Bucket.Tests.Trust;

/// <summary>
/// Seeds of the model tests. <c>OPENTRACES_TORTURE_SEED</c> and <c>OPENTRACES_TORTURE_RUNS</c> choose others and more.
/// </summary>
internal static class ModelSeeds
{
    private const int Runs = 40;

    public static async Task ForEachAsync(Func<int, Task> run)
    {
        var first = Number("OPENTRACES_TORTURE_SEED", 1);
        var seeds = Enumerable.Range(first, Number("OPENTRACES_TORTURE_RUNS", Runs));
        await Parallel.ForEachAsync(seeds, async (seed, _) =>
        {
            try
            {
                await run(seed);
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e}");
            }
        });
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
