using System.Diagnostics;
using System.Globalization;

namespace OpenTraces.SideBySide.Bucket;

/// <summary>
/// What a piece of work took inside this process, without its start. The script that runs the process measures the whole
/// of it from outside and reads this line for the difference.
/// </summary>
internal sealed class Spent
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly TimeSpan _processor = Environment.CpuUsage.TotalTime;

    /// <summary>Prints <c>in-process</c>, processor seconds of all threads, seconds by the clock, and a remark, tabs between.</summary>
    public void Print(string remark)
    {
        var clock = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        var processor = (Environment.CpuUsage.TotalTime - _processor).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"in-process\t{processor:F3}\t{clock:F3}\t{remark}"));
    }
}
