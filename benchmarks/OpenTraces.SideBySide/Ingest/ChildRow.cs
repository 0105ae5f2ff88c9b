using System.Globalization;
using OpenTraces.SideBySide.Parsing;

namespace OpenTraces.SideBySide.Ingest;

/// <summary>A row of a table: what a program took, and how much it left in a folder.</summary>
internal static class ChildRow
{
    public static async Task RunAsync(string label, string folder, string program, string[] arguments)
    {
        var peak = await ChildPeak.RunAsync(program, arguments).ConfigureAwait(false);
        var kept = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {label} | {peak.ProcessorSeconds:F1} | {peak.Seconds:F1} | {peak.Megabytes:F0} | {kept / 1e6:F0} |"));
    }
}
