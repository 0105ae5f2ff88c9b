using System.Globalization;
using OpenTraces.Bucket.Torture.Work;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Torture.Children;

/// <summary>
/// Forgets traces at random while others write, about one in eight of those it finds. Prints a line before it begins with one, and
/// another when the tombstone is acknowledged.
/// </summary>
public sealed class ForgetMode : ITortureMode
{
    public const string BeginsWord = "forgetting";

    public const string DoneWord = "forgot";

    public string Name => "forget";

    public string Usage => "--bucket DIR --seed N [--count N] [--seconds N]";

    public async Task<int> RunAsync(TortureOptions options, Stream output)
    {
        var lines = new LineWriter(output);
        var life = new ChildLife(options);
        var random = new Random(options.Number("--seed", 1));
        var (forgotten, complete) = (0, 0);
        await using var bucket = await TraceBucket.OpenAsync(
            options.Required("--bucket"), new BucketOptions { SegmentLength = 128 << 10 });
        lines.Write(WriteMode.ReadyWord);
        while (life.TakeTurn())
        {
            foreach (var trace in await ChooseAsync(bucket, random))
            {
                lines.Write($"{BeginsWord} {trace}");
                try
                {
                    var receipt = await bucket.ForgetAsync(trace, new ForgetOptions { WriterTimeout = TimeSpan.FromSeconds(2) });
                    lines.Write($"{DoneWord} {trace}");
                    forgotten++;
                    complete += receipt.Complete ? 1 : 0;
                }
                catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.StoreBusy)
                {
                    lines.Write(WriteMode.BusyWord);
                }
            }
        }

        lines.Write(string.Create(CultureInfo.InvariantCulture, $"forgot {forgotten} traces, {complete} of them to the last byte"));
        return 0;
    }

    private static async Task<List<TraceId>> ChooseAsync(TraceBucket bucket, Random random)
    {
        var chosen = new List<TraceId>();
        await foreach (var summary in bucket.ListAsync())
        {
            if (random.Next(8) == 0)
                chosen.Add(summary.TraceId);
        }

        return chosen;
    }
}
