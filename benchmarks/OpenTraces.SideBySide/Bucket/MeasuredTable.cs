using System.Globalization;

namespace OpenTraces.SideBySide.Bucket;

/// <summary>
/// Makes a Markdown table of measured processes. A sample is a line of tabs: name, processor seconds and clock seconds of the
/// whole process, of the work inside it (<c>-</c> where that is not known), peak KiB, bytes on disk (<c>-</c> likewise).
/// </summary>
internal static class MeasuredTable
{
    /// <param name="path">The samples, several of a name in any order.</param>
    /// <param name="references">Names every row is set against: medians, whole process to whole process.</param>
    public static void Print(string path, string[] references)
    {
        var rows = File.ReadLines(path).Select(static l => l.Split('\t')).GroupBy(static f => f[0])
            .Select(static g => new Row(g.Key, [.. g]))
            .OrderByDescending(static r => r.Name.StartsWith("ours", StringComparison.Ordinal)).ThenBy(static r => r.Name, StringComparer.Ordinal).ToList();
        Console.WriteLine("| what | cpu s, median | lowest | clock s, median | lowest | in-process cpu s | in-process clock s | peak MiB | MB on disk |"
            + string.Concat(references.Select(static r => $" cpu to {r} | clock to {r} | bytes to {r} |")));
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|" + string.Concat(references.Select(static _ => "---|---|---|")));
        foreach (var row in rows)
        {
            var ratios = references.Select(r => rows.Find(other => other.Name == r))
                .Select(other => other is null ? " | | |" : $" {Ratio(row, other, Row.Processor)} | {Ratio(row, other, Row.Clock)} | {Ratio(row, other, Row.Bytes)} |");
            Console.WriteLine($"| {row.Name} | {row.Median(Row.Processor, "F2")} | {row.Lowest(Row.Processor)} | {row.Median(Row.Clock, "F2")} | {row.Lowest(Row.Clock)} "
                + $"| {row.Median(Row.InnerProcessor, "F2")} | {row.Median(Row.InnerClock, "F2")} | {row.Median(Row.PeakKibibytes, "F0", 1024)} | {row.Median(Row.Bytes, "F2", 1e6)} |"
                + string.Concat(ratios));
        }
    }

    private static string Ratio(Row row, Row reference, int column) =>
        row.Median(column) is { } one && reference.Median(column) is { } other and > 0
            ? (one / other).ToString("F2", CultureInfo.InvariantCulture)
            : "";

    private sealed class Row(string name, string[][] samples)
    {
        public const int Processor = 1;
        public const int Clock = 2;
        public const int InnerProcessor = 3;
        public const int InnerClock = 4;
        public const int PeakKibibytes = 5;
        public const int Bytes = 6;

        public string Name { get; } = name;

        public double? Median(int column) => Values(column) is { Count: > 0 } values ? values[values.Count / 2] : null;

        public string Median(int column, string format, double unit = 1) =>
            Median(column) is { } median ? (median / unit).ToString(format, CultureInfo.InvariantCulture) : "";

        public string Lowest(int column) =>
            Values(column) is { Count: > 0 } values ? values[0].ToString("F2", CultureInfo.InvariantCulture) : "";

        private List<double> Values(int column) =>
            [.. samples.Where(s => s[column] != "-").Select(s => double.Parse(s[column], CultureInfo.InvariantCulture)).Order()];
    }
}
