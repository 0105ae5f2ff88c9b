using System.Diagnostics;

namespace OpenTraces.SideBySide.Parsing;

/// <summary>Runs a program to its end and tells how much of the machine it took.</summary>
/// <param name="Megabytes">The most resident memory it had (VmHWM on Linux, the peak working set elsewhere), in 2^20 bytes.</param>
/// <param name="ProcessorSeconds">User and system time of all its threads.</param>
/// <param name="Seconds">By the clock.</param>
/// <param name="Output">Its standard output.</param>
internal sealed record ChildPeak(double Megabytes, double ProcessorSeconds, double Seconds, string Output)
{
    public static async Task<ChildPeak> RunAsync(string program, IEnumerable<string> arguments, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        var clock = Stopwatch.StartNew();
        using var child = Process.Start(start)!;
        var output = child.StandardOutput.ReadToEndAsync();
        var (peak, processor) = (0L, TimeSpan.Zero);
        while (!child.HasExited)
        {
            // Both only ever grow, so the last look is short of the end by one pause at most.
            peak = Math.Max(peak, Peak(child));
            try
            {
                processor = child.TotalProcessorTime;
            }
            catch (InvalidOperationException)
            {
                break;
            }

            await Task.Delay(10).ConfigureAwait(false);
        }

        await child.WaitForExitAsync().ConfigureAwait(false);
        if (child.ExitCode != 0)
            throw new InvalidOperationException($"The measured program ended with code {child.ExitCode}.");
        return new ChildPeak(peak / 1048576.0, processor.TotalSeconds, clock.Elapsed.TotalSeconds, await output.ConfigureAwait(false));
    }

    /// <summary>The most resident memory this process has had, in 2^20 bytes.</summary>
    public static double Now()
    {
        using var self = Process.GetCurrentProcess();
        return Peak(self) / 1048576.0;
    }

    private static long Peak(Process child)
    {
        try
        {
            if (!OperatingSystem.IsLinux())
            {
                child.Refresh();
                return child.PeakWorkingSet64;
            }

            foreach (var line in File.ReadLines($"/proc/{child.Id}/status"))
            {
                if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
                    return long.Parse(line.AsSpan(6, line.Length - 9).Trim(), System.Globalization.CultureInfo.InvariantCulture) * 1024;
            }
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // It has just ended.
        }

        return 0;
    }
}
