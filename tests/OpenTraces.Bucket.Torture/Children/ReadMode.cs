using System.Globalization;
using OpenTraces.Bucket.Torture.Work;

namespace OpenTraces.Bucket.Torture.Children;

/// <summary>Reads what others write, in every way there is, and compares it with what can have been written.</summary>
public sealed class ReadMode : ITortureMode
{
    public string Name => "read";

    public string Usage => "--bucket DIR --seed N [--count N] [--seconds N]";

    public async Task<int> RunAsync(TortureOptions options, Stream output)
    {
        var lines = new LineWriter(output);
        var life = new ChildLife(options);
        var random = new Random(options.Number("--seed", 1));
        var reads = 0;
        while (life.TakeTurn())
        {
            // A reader that stays sees what is added; one that comes anew sees what a cold start finds.
            var isReadOnly = random.Next(2) == 0;
            await using var bucket = await TraceBucket.OpenAsync(
                options.Required("--bucket"), new BucketOptions { ReadOnly = isReadOnly });
            var reader = new Reader(bucket, random);
            for (var round = random.Next(5, 60); round > 0 && life.TakeTurn(); round--, reads++)
                await reader.ReadAsync();
        }

        lines.Write(string.Create(CultureInfo.InvariantCulture, $"read {reads}"));
        return 0;
    }

    private sealed class Reader(TraceBucket bucket, Random random)
    {
        private readonly TraceCheck _check = new(bucket, new SessionCache());

        public Task ReadAsync() => random.Next(6) switch
        {
            0 => SearchAsync(),
            1 => ListAsync(),
            2 => EventsAsync(),
            _ => TraceAsync(),
        };

        private async Task SearchAsync()
        {
            var word = random.Next(2) == 0 ? "parser drop" : "line";
            var result = await bucket.SearchAsync(new SearchQuery { Text = word, Limit = 5 });
            foreach (var hit in result.Hits)
            {
                if (await bucket.FindSummaryAsync(hit.Trace.TraceId) is null)
                    throw new TortureFailureException($"A search found trace {hit.Trace.TraceId}, and the bucket does not hold it.");
            }
        }

        private async Task ListAsync()
        {
            var left = random.Next(1, 40);
            await foreach (var summary in bucket.ListAsync())
            {
                if (summary.Generation < 1 || summary.Generation > summary.Generations)
                    throw new TortureFailureException($"Trace {summary.TraceId} serves generation {summary.Generation} of {summary.Generations}.");
                if (--left == 0)
                    return;
            }
        }

        private async Task EventsAsync()
        {
            var after = 0L;
            await foreach (var one in bucket.ReadEventsAsync())
                after = random.Next(3) == 0 ? one.Sequence : after;
            var next = after;
            await foreach (var one in bucket.ReadEventsAsync(after))
            {
                if (one.Sequence != ++next)
                    throw new TortureFailureException($"Event {one.Sequence} follows event {next - 1}.");
            }
        }

        private async Task TraceAsync()
        {
            TraceSummary? chosen = null;
            var left = random.Next(1, 200);
            await foreach (var summary in bucket.ListAsync())
            {
                chosen = summary;
                if (--left == 0)
                    break;
            }

            if (chosen is not null)
                await _check.RunAsync(chosen);
        }
    }
}
