using System.Globalization;
using OpenTraces.Bucket.Torture.Work;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Torture.Children;

/// <summary>
/// Prunes again and again while others write and read. Being told to wait is no failure. A repair of a bucket in which the first import
/// was killed speaks of a loss, which is accepted.
/// </summary>
public sealed class PruneMode : ITortureMode
{
    public string Name => "prune";

    public string Usage => "--bucket DIR --seed N [--count N] [--seconds N]";

    public async Task<int> RunAsync(TortureOptions options, Stream output)
    {
        var lines = new LineWriter(output);
        var life = new ChildLife(options);
        var random = new Random(options.Number("--seed", 1));
        var (prunes, busy, rewritten) = (0, 0, 0);
        while (life.TakeTurn())
        {
            await using var bucket = await TraceBucket.OpenAsync(
                options.Required("--bucket"), new BucketOptions { SegmentLength = 1 << 20 });
            for (var round = random.Next(1, 5); round > 0 && life.TakeTurn(); round--)
            {
                try
                {
                    var report = await bucket.PruneAsync(new PruneOptions { MinDeadRatio = 0, AfterLoss = true, WriterTimeout = TimeSpan.FromSeconds(5) });
                    prunes++;
                    rewritten += report.Rewritten.Count;
                }
                catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.StoreBusy)
                {
                    busy++;
                }
            }
        }

        lines.Write(string.Create(CultureInfo.InvariantCulture, $"pruned {prunes} times, {rewritten} segments rewritten, {busy} times told to wait"));
        return 0;
    }
}
