using System.Diagnostics;
using System.Globalization;
using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.SideBySide.Parsing;

namespace OpenTraces.SideBySide.Bucket;

/// <summary>
/// What opening a bucket costs a fresh process: from the call to its return while nothing is compiled yet, again when it is,
/// the first get, and the most memory the process ever had.
/// </summary>
internal static class OpenRuns
{
    private const int WarmOpenings = 5;

    /// <param name="folder">The bucket.</param>
    /// <param name="readOnly">How it is opened.</param>
    /// <param name="address">A blob it holds.</param>
    public static async Task RunAsync(string folder, bool readOnly, string address)
    {
        var hash = ContentHash.Parse(address);
        var (cold, coldGet) = await OnceAsync(folder, readOnly, hash).ConfigureAwait(false);
        var peak = ChildPeak.Now();
        List<double> opens = [], gets = [];
        for (var i = 0; i < WarmOpenings; i++)
        {
            var (open, get) = await OnceAsync(folder, readOnly, hash).ConfigureAwait(false);
            opens.Add(open);
            gets.Add(get);
        }

        opens.Sort();
        gets.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {(readOnly ? "read-only" : "for writing")} | {cold:F1} | {opens[0]:F1} | {opens[opens.Count / 2]:F1} | {coldGet:F1} | {gets[0]:F2} | {peak:F0} |"));
    }

    private static async Task<(double Open, double Get)> OnceAsync(string folder, bool readOnly, ContentHash address)
    {
        var start = Stopwatch.GetTimestamp();
        var bucket = await TraceBucket.OpenAsync(folder, new BucketOptions { ReadOnly = readOnly }).ConfigureAwait(false);
        await using (bucket.ConfigureAwait(false))
        {
            var open = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            start = Stopwatch.GetTimestamp();
            var stream = await bucket.OpenTextAsync(address).ConfigureAwait(false)
                ?? throw new InvalidOperationException($"The bucket does not hold {address}.");
            await using (stream.ConfigureAwait(false))
                await stream.CopyToAsync(Stream.Null).ConfigureAwait(false);
            return (open, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
    }
}
