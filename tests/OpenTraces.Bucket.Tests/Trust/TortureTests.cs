using System.Text;
using OpenTraces.Bucket.Torture;
using OpenTraces.Bucket.Torture.Drivers;
using OpenTraces.Bucket.Torture.Work;
using Xunit;

namespace OpenTraces.Bucket.Tests.Trust;

/// <summary>The small runs of the torture; <c>tests/torture.sh</c> does the large ones. What a run printed is part of a failure.</summary>
public class TortureTests
{
    [Fact]
    public async Task Two_hundred_kills_at_any_moment_lose_nothing_that_was_acknowledged() =>
        await RunAsync(new KillsDriver(), new TortureOptions().Set("--count", 200));

    [Fact]
    public async Task Eight_processes_at_one_bucket_for_a_minute_find_only_what_was_written_and_lose_nothing() =>
        await RunAsync(new PartyDriver(), new TortureOptions().Set("--processes", 8).Set("--seconds", 60));

    [Fact]
    public async Task A_limit_of_file_sizes_is_a_clear_error_and_costs_nothing_that_was_acknowledged()
    {
        if (!FullDriver.IsSupported)
            Assert.Skip("This system has no 'ulimit -f' that a shell can set for a process");
        await RunAsync(new FullDriver(), new TortureOptions().Set("--rounds", 4));
    }

    private static async Task RunAsync(ITortureMode mode, TortureOptions options)
    {
        using var output = new MemoryStream();
        try
        {
            Assert.Equal(0, await mode.RunAsync(options, output));
        }
        catch (TortureFailureException e)
        {
            Assert.Fail($"{Encoding.UTF8.GetString(output.ToArray())}{e.Message}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine(Encoding.UTF8.GetString(output.ToArray()));
    }
}
