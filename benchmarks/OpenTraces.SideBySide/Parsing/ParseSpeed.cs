using System.Globalization;
using OpenTraces.Capture;

namespace OpenTraces.SideBySide.Parsing;

/// <summary>
/// Bytes in memory to records in memory, against one <see cref="TokenPass"/> over the same bytes on the same thread, in
/// processor time of the whole process (so the collector's own threads count). Rounds alternate, so that what else the
/// machine does meets both sides; the table has the median of the rounds' ratios.
/// </summary>
internal static class ParseSpeed
{
    private const int WarmUp = 12;
    private const int Rounds = 21;

    // Processor time comes in ticks of milliseconds: the shorter side runs several times a round.
    private const int Passes = 4;

    /// <param name="paths">Session files and folders.</param>
    public static async Task RunAsync(IEnumerable<string> paths)
    {
        var sessions = paths.SelectMany(SessionFiles.Load).GroupBy(static s => s.Parser.Harness).OrderBy(static g => g.Key, StringComparer.Ordinal).ToList();
        Console.WriteLine("| harness | files | MB | token pass MB/s | record MB/s | ratio | of sums | lowest | highest | texts alone | MB allocated per MB |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var harness in sessions)
            await MeasureAsync(harness.Key, [.. harness]).ConfigureAwait(false);
        if (sessions.Count > 1)
            await MeasureAsync("all", [.. sessions.SelectMany(static g => g)]).ConfigureAwait(false);
    }

    private static async Task MeasureAsync(string name, (string File, IHarnessParser Parser, byte[] Bytes)[] sessions)
    {
        var megabytes = sessions.Sum(static s => (double)s.Bytes.Length) / 1e6;
        List<double> ratios = [], tokens = [], records = [];
        var allocated = 0L;
        List<double> floors = [];
        List<RecordTexts> texts = [];
        foreach (var session in sessions)
            texts.Add(new RecordTexts(session.Bytes, (await SessionFiles.ReadAsync(session.Parser, Path.GetFileName(session.File), session.Bytes).ConfigureAwait(false)).Record));
        for (var round = -WarmUp; round < Rounds; round++)
        {
            var pass = Time(() => Enumerable.Range(0, Passes).Sum(_ => sessions.Sum(static s => TokenPass.Run(s.Bytes)))) / Passes;
            var floor = Time(() => texts.Sum(static t => t.Run()));
            var before = GC.GetAllocatedBytesForCurrentThread();
            var start = Environment.CpuUsage.TotalTime;
            foreach (var session in sessions)
                GC.KeepAlive(await SessionFiles.ReadAsync(session.Parser, Path.GetFileName(session.File), session.Bytes).ConfigureAwait(false));
            var record = (Environment.CpuUsage.TotalTime - start).TotalSeconds;
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (round < 0)
                continue;
            tokens.Add(pass);
            records.Add(record);
            ratios.Add(record / pass);
            floors.Add(floor / pass);
        }

        ratios.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {sessions.Length} | {megabytes:F1} | {megabytes / Median(tokens):F0} | {megabytes / Median(records):F0} | {Median(ratios):F2} | {records.Sum() / tokens.Sum():F2} | {ratios[0]:F2} | {ratios[^1]:F2} | {Median(floors):F2} | {allocated / 1e6 / megabytes:F2} |"));
    }

    private static double Time(Func<long> work)
    {
        var start = Environment.CpuUsage.TotalTime;
        GC.KeepAlive(work());
        return (Environment.CpuUsage.TotalTime - start).TotalSeconds;
    }

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
