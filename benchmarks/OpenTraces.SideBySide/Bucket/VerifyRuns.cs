using System.Globalization;
using OpenTraces.Bucket;

namespace OpenTraces.SideBySide.Bucket;

/// <summary>Verifies a whole bucket.</summary>
internal static class VerifyRuns
{
    public static async Task<int> RunAsync(string folder, int threads)
    {
        var bucket = await TraceBucket.OpenAsync(folder, new BucketOptions { ReadOnly = true }).ConfigureAwait(false);
        await using (bucket.ConfigureAwait(false))
        {
            var report = await bucket.VerifyAsync(new VerifyOptions { Threads = threads }).ConfigureAwait(false);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"verify\t{report.Objects} objects\t{report.Bytes} bytes\t{report.Events} events\t{report.Issues.Count} issues"));
            return report.Ok ? 0 : 7;
        }
    }
}
