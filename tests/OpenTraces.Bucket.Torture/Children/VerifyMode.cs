using System.Globalization;
using OpenTraces.Bucket.Torture.Work;

namespace OpenTraces.Bucket.Torture.Children;

/// <summary>
/// Verifies again and again while others write, read and prune: nothing may ever look damaged. Projections may be behind, for
/// writers write them after the event.
/// </summary>
public sealed class VerifyMode : ITortureMode
{
    private static readonly string[] Behind = ["envelope_missing", "envelope_differs", "manifest_differs"];

    public string Name => "verify";

    public string Usage => "--bucket DIR --seed N [--count N] [--seconds N]";

    public async Task<int> RunAsync(TortureOptions options, Stream output)
    {
        var lines = new LineWriter(output);
        var life = new ChildLife(options);
        var random = new Random(options.Number("--seed", 1));
        var (checks, objects) = (0, 0L);
        while (life.TakeTurn())
        {
            await using var bucket = await TraceBucket.OpenAsync(options.Required("--bucket"), new BucketOptions { ReadOnly = true });
            var report = await bucket.VerifyAsync(new VerifyOptions { Sample = random.Next(3) == 0 ? null : random.Next(1, 300), Threads = 1 });
            checks++;
            objects += report.Objects;
            if (report.Issues.FirstOrDefault(i => !Behind.Contains(i.Kind)) is { } issue)
                throw new TortureFailureException($"{issue.Kind} {issue.Path} {issue.Offset} {issue.Address}: {issue.Message}");
        }

        lines.Write(string.Create(CultureInfo.InvariantCulture, $"verified {checks} times, {objects} objects"));
        return 0;
    }
}
