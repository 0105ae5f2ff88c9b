using System.Diagnostics;
using System.Globalization;
using OpenTraces.Bucket;
using OpenTraces.Bucket.Events;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Capture;
using OpenTraces.Schema;

namespace OpenTraces.SideBySide.Bucket;

/// <summary>
/// Reads that return the same number of events, with a thousand events in the log and with so many more: what they cost must
/// not follow the length of the log.
/// </summary>
internal static class EventRuns
{
    private const int Small = 1000;
    private const int EventsPerTrace = 10;
    private const int BatchLength = 1000;
    private const int Reads = 200;
    private const int Openings = 20;
    private const int Returned = 10;
    private const string Rare = "generated_seldom";

    public static async Task RunAsync(int count)
    {
        var home = Directory.CreateTempSubdirectory("opentraces-bench-");
        try
        {
            var few = await BuildAsync(Path.Combine(home.FullName, "few"), Small).ConfigureAwait(false);
            var many = await BuildAsync(Path.Combine(home.FullName, "many"), count).ConfigureAwait(false);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| read | {Small} events, median us | lowest | {count} events, median us | lowest | ratio of medians |"));
            Console.WriteLine("|---|---|---|---|---|---|");
            foreach (var (name, read) in Scoped)
                Row(name, await TimeAsync(few, read).ConfigureAwait(false), await TimeAsync(many, read).ConfigureAwait(false));
            Row("open the log", await OpenLogAsync(few).ConfigureAwait(false), await OpenLogAsync(many).ConfigureAwait(false));
            Row("open the bucket read-only", await OpenBucketAsync(few).ConfigureAwait(false), await OpenBucketAsync(many).ConfigureAwait(false));
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static IEnumerable<(string Name, Func<EventLogUnderTest, Task> Read)> Scoped =>
    [
        ("summary of one trace", static async t => Found(await t.Bucket.FindSummaryAsync(t.Trace).ConfigureAwait(false))),
        ("record of one trace", static async t => Found(await t.Bucket.FindAsync(t.Trace).ConfigureAwait(false))),
        ($"{Returned} events after a random position", static t => TakeAsync(t.Log, t.Random.Next(t.Count - Returned))),
        ($"the last {Returned} events", static t => TakeAsync(t.Log, t.Count - Returned)),
        ($"the {EventsPerTrace} events of one trace", static t => CountAsync(t.Log.ReadTraceAsync(TraceOf(t.Random.Next(1, t.Count / EventsPerTrace))), EventsPerTrace)),
        ($"the {Returned} events of one kind", static t => CountAsync(t.Log.ReadKindAsync(Rare), Returned)),
        ("the head", static async t => await t.Log.ReadHeadAsync().ConfigureAwait(false)),
    ];

    private static async Task CountAsync(IAsyncEnumerable<TraceEvent> events, int expected)
    {
        var seen = 0;
        await foreach (var _ in events.ConfigureAwait(false))
            seen++;
        if (seen != expected)
            throw new InvalidOperationException($"The log returned {seen} events of {expected}.");
    }

    private static void Found(object? found)
    {
        if (found is null)
            throw new InvalidOperationException("The bucket does not hold the trace.");
    }

    private static async Task TakeAsync(SegmentEventLog log, long after)
    {
        var seen = 0;
        await foreach (var one in log.ReadAsync(after).ConfigureAwait(false))
        {
            if (one.Sequence != after + ++seen)
                throw new InvalidOperationException("The log returned another event.");
            if (seen == Returned)
                break;
        }

        if (seen != Returned)
            throw new InvalidOperationException("The log returned too few events.");
    }

    /// <summary>A bucket with one small trace, whose event is the first, and events about others behind it.</summary>
    private static async Task<EventLogCase> BuildAsync(string folder, int count)
    {
        var session = folder + ".jsonl";
        await File.WriteAllBytesAsync(session, GeneratedBytes.Session(50_000)).ConfigureAwait(false);
        TraceId trace = default;
        var bucket = await TraceBucket.OpenAsync(folder).ConfigureAwait(false);
        await using (bucket.ConfigureAwait(false))
        {
            await foreach (var result in new TraceCapture(bucket).ImportAsync([session]).ConfigureAwait(false))
                trace = result.Receipt!.TraceId;
        }

        await using (var log = await SegmentEventLog.OpenAsync(Path.Combine(folder, "events"), StoreFiles.Local, new EventLogOptions()).ConfigureAwait(false))
        {
            for (var first = 1; first < count; first += BatchLength)
                await log.AppendAsync([.. Enumerable.Range(first, Math.Min(BatchLength, count - first)).Select(i => Draft(i, count))]).ConfigureAwait(false);
        }

        // What is derived from the log is brought level once.
        await (await TraceBucket.OpenAsync(folder).ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        return new EventLogCase(folder, count, trace);
    }

    private static EventDraft Draft(int index, int count) => new()
    {
        Kind = index % (count / Returned) == count / Returned / 2 ? Rare : "generated",
        TraceId = TraceOf(index / EventsPerTrace),
        Data = RawJson.Parse(string.Create(CultureInfo.InvariantCulture,
            $$"""{"number":{{index % EventsPerTrace}},"record":"sha256:{{(uint)(index * 2654435761L):x8}}","steps":{{index % 977}}}""")),
    };

    private static TraceId TraceOf(int number) => new TraceKey
    {
        Agent = "generated",
        SessionId = number.ToString(CultureInfo.InvariantCulture),
        FirstEntry = default,
    }.ToTraceId();

    private static async Task<List<double>> TimeAsync(EventLogCase built, Func<EventLogUnderTest, Task> read)
    {
        var log = await built.OpenLogAsync().ConfigureAwait(false);
        await using (log.ConfigureAwait(false))
        {
            var bucket = await built.OpenBucketAsync().ConfigureAwait(false);
            await using (bucket.ConfigureAwait(false))
            {
                var test = new EventLogUnderTest(bucket, log, built.Trace, built.Count, new Random(20260105));
                return await TimeAsync(Reads, () => read(test)).ConfigureAwait(false);
            }
        }
    }

    private static Task<List<double>> OpenLogAsync(EventLogCase built) => TimeAsync(
        Openings, async () => await (await built.OpenLogAsync().ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false));

    private static Task<List<double>> OpenBucketAsync(EventLogCase built) => TimeAsync(
        Openings, async () => await (await built.OpenBucketAsync().ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false));

    /// <summary>Microseconds of each call, after as many that do not count.</summary>
    private static async Task<List<double>> TimeAsync(int calls, Func<Task> call)
    {
        var times = new List<double>(calls);
        for (var i = -calls; i < calls; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await call().ConfigureAwait(false);
            if (i >= 0)
                times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        return times;
    }

    private static void Row(string name, List<double> few, List<double> many)
    {
        few.Sort();
        many.Sort();
        var (low, high) = (few[few.Count / 2], many[many.Count / 2]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {low:F1} | {few[0]:F1} | {high:F1} | {many[0]:F1} | {high / low:F2} |"));
    }
}
