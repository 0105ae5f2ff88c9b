using System.Diagnostics;
using System.Globalization;
using OpenTraces.Bucket.Events;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;

namespace OpenTraces.Benchmarks.Bucket;

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
    private const int Returned = 10;

    public static async Task RunAsync(int count)
    {
        var home = Directory.CreateTempSubdirectory("opentraces-bench-");
        try
        {
            var (few, many) = (Path.Combine(home.FullName, "few"), Path.Combine(home.FullName, "many"));
            await BuildAsync(few, Small).ConfigureAwait(false);
            await BuildAsync(many, count).ConfigureAwait(false);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| read | {Small} events, median us | lowest | {count} events, median us | lowest | ratio of medians |"));
            Console.WriteLine("|---|---|---|---|---|---|");
            foreach (var (name, read) in Scoped)
                Row(name, await TimeAsync(few, Small, read).ConfigureAwait(false), await TimeAsync(many, count, read).ConfigureAwait(false));
            foreach (var name in (string[])["events of one trace", "events of one kind"])
                Console.WriteLine($"| {name} | not measured: the log has no such read yet | | | | |");
            Row("open the log (in ms)", await OpenAsync(few).ConfigureAwait(false), await OpenAsync(many).ConfigureAwait(false));
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    /// <summary>The reads a log has; each gets the length of the log and a random number.</summary>
    private static IEnumerable<(string Name, Func<IEventLog, int, Random, Task> Read)> Scoped =>
    [
        ($"{Returned} events after a random position", static (log, count, random) => TakeAsync(log, random.Next(count - Returned))),
        ($"the last {Returned} events", static (log, count, _) => TakeAsync(log, count - Returned)),
        ("the head", static async (log, _, _) => await log.ReadHeadAsync().ConfigureAwait(false)),
    ];

    private static async Task TakeAsync(IEventLog log, long after)
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

    private static async Task BuildAsync(string folder, int count)
    {
        await using var log = await SegmentEventLog.OpenAsync(folder, StoreFiles.Local, new EventLogOptions()).ConfigureAwait(false);
        for (var first = 0; first < count; first += BatchLength)
            await log.AppendAsync([.. Enumerable.Range(first, Math.Min(BatchLength, count - first)).Select(Draft)]).ConfigureAwait(false);
    }

    private static EventDraft Draft(int index)
    {
        var trace = index / EventsPerTrace;
        return new EventDraft
        {
            Kind = index % EventsPerTrace == 0 ? "trace_ingested" : "trail_set",
            TraceId = new TraceKey { Agent = "generated", SessionId = trace.ToString(CultureInfo.InvariantCulture), FirstEntry = default }.ToTraceId(),
            Data = RawJson.Parse(string.Create(CultureInfo.InvariantCulture,
                $$"""{"generation":{{index % EventsPerTrace}},"record":"sha256:{{(uint)(index * 2654435761L):x8}}","steps":{{index % 977}}}""")),
        };
    }

    private static async Task<List<double>> TimeAsync(string folder, int count, Func<IEventLog, int, Random, Task> read)
    {
        await using var log = await SegmentEventLog.OpenAsync(folder, StoreFiles.Local, new EventLogOptions { ReadOnly = true }).ConfigureAwait(false);
        var random = new Random(20260105);
        var times = new List<double>(Reads);
        for (var i = -Reads; i < Reads; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await read(log, count, random).ConfigureAwait(false);
            if (i >= 0)
                times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        return times;
    }

    private static async Task<List<double>> OpenAsync(string folder)
    {
        var times = new List<double>();
        for (var i = 0; i < 20; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await using var log = await SegmentEventLog.OpenAsync(folder, StoreFiles.Local, new EventLogOptions { ReadOnly = true }).ConfigureAwait(false);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
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
