using System.Diagnostics;
using System.Globalization;
using System.Text;
using OpenTraces.Attribution.Histories;
using OpenTraces.Bucket;
using OpenTraces.Capture;
using OpenTraces.Trail;

namespace OpenTraces.Attribution.Anchoring;

/// <summary>Anchors and tracks every patch of a bucket over a long history, beside one pass of <c>git log</c> over it.</summary>
internal sealed class AnchoringRun(string folder, TextWriter to)
{
    private string Repository => Path.Combine(folder, "repository");

    /// <summary>Makes the repository, and a bucket with the sessions.</summary>
    public async Task GenerateAsync(int seed, int commits, int patches)
    {
        Directory.CreateDirectory(Repository);
        var git = new GitRunner(Repository);
        git.Run("init", "-q", "-b", "main");
        File.AppendAllText(Path.Combine(Repository, ".git", "config"), "[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n");
        var stream = Path.Combine(folder, "stream");
        var written = new StreamWriter(stream, false, new UTF8Encoding(false));
        var history = new LargeHistory(seed, commits, Repository, written);
        await using (written)
            history.Write(patches);
        Shell("git fast-import --quiet < ../stream && git update-ref -d refs/heads/tmp && git repack -a -d -q && git reset -q --hard main");
        File.Delete(stream);
        var sessions = Path.Combine(folder, "sessions");
        Directory.CreateDirectory(sessions);
        foreach (var session in history.Sessions)
            await File.WriteAllLinesAsync(Path.Combine(sessions, session.Id + ".jsonl"), session.Transcript);
        await using var bucket = await TraceBucket.OpenAsync(Path.Combine(folder, "bucket"));
        await foreach (var result in new TraceCapture(bucket).ImportAsync([sessions]))
        {
            if (result.Error is not null)
                throw new InvalidOperationException($"{result.Path}: {result.Error}");
        }

        to.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"seed {seed}: {git.Run("rev-list", "--count", "HEAD").Trim()} commits, {git.Run("rev-list", "--count", "--merges", "HEAD").Trim()} of them merges, {Lines(git.Run("ls-files"))} files; {history.Sessions.Count} sessions, {history.Patches} patches"));
    }

    /// <summary>Both in turn, the first time of each for nothing.</summary>
    public async Task MeasureAsync(int rounds)
    {
        await using var bucket = await TraceBucket.OpenAsync(Path.Combine(folder, "bucket"), new BucketOptions { ReadOnly = true });
        var (theirs, ours) = (new List<(double Clock, double Processor)>(), new List<(double Clock, double Processor)>());
        for (var round = 0; round <= rounds; round++)
        {
            var log = await TakeAsync(() =>
            {
                Shell("git log -p -m -U0 > /dev/null");
                return Task.CompletedTask;
            });
            var states = new SortedDictionary<string, int>(StringComparer.Ordinal);
            var track = await TakeAsync(async () =>
            {
                var trail = await TraceTrail.OpenAsync(Repository, bucket);
                await foreach (var trace in trail.TrackAllAsync())
                {
                    foreach (var patch in trace.Patches)
                        states[SurvivalNames.Of(patch.State)] = states.GetValueOrDefault(SurvivalNames.Of(patch.State)) + 1;
                }
            });
            if (round == 0)
            {
                to.WriteLine("states: " + string.Join(", ", states.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Value} {s.Key}"))));
                continue;
            }

            theirs.Add(log);
            ours.Add(track);
        }

        to.WriteLine("| | clock s, median | lowest | cpu s, median | lowest |\n|---|---|---|---|---|");
        Write("git log -p -m -U0", theirs);
        Write("TrackAllAsync", ours);
        to.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"ratio: clock {Median(ours, s => s.Clock) / Median(theirs, s => s.Clock):F2}, cpu {Median(ours, s => s.Processor) / Median(theirs, s => s.Processor):F2}"));
        WritePeak();
    }

    /// <summary>Every file of the repository, once.</summary>
    public async Task BlameAsync()
    {
        await using var bucket = await TraceBucket.OpenAsync(Path.Combine(folder, "bucket"), new BucketOptions { ReadOnly = true });
        var trail = await TraceTrail.OpenAsync(Repository, bucket);
        var (files, lines) = (0, 0);
        var (clock, processor) = await TakeAsync(async () =>
        {
            await foreach (var blame in trail.BlameAllAsync())
                (files, lines) = (files + 1, lines + blame.Lines.Count);
        });
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"BlameAllAsync: {files} files, {lines} lines, clock {clock:F2} s, cpu {processor:F2} s"));
        WritePeak();
    }

    private static async Task<(double Clock, double Processor)> TakeAsync(Func<Task> work)
    {
        var (start, processor) = (Stopwatch.GetTimestamp(), Processor());
        await work();
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, Processor() - processor);
    }

    /// <summary>Seconds of this process and of those it started that ended; without the latter where there is no /proc.</summary>
    private static double Processor()
    {
        var own = Environment.CpuUsage.TotalTime.TotalSeconds;
        if (!OperatingSystem.IsLinux())
            return own;
        var fields = File.ReadAllText("/proc/self/stat").Split(") ")[^1].Split(' ');
        return own + fields[13..15].Sum(f => long.Parse(f, CultureInfo.InvariantCulture)) / 100.0;
    }

    private void Write(string name, List<(double Clock, double Processor)> samples) => to.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"| {name} | {Median(samples, s => s.Clock):F2} | {samples.Min(s => s.Clock):F2} | {Median(samples, s => s.Processor):F2} | {samples.Min(s => s.Processor):F2} |"));

    private void WritePeak()
    {
        using var self = Process.GetCurrentProcess();
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak of this process: {self.PeakWorkingSet64 / 1048576.0:F0} MiB"));
    }

    private static double Median(List<(double Clock, double Processor)> samples, Func<(double Clock, double Processor), double> of) =>
        samples.Select(of).Order().ElementAt(samples.Count / 2);

    private static int Lines(string text) => text.AsSpan().Count('\n');

    private void Shell(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { WorkingDirectory = Repository })!;
        shell.WaitForExit();
        if (shell.ExitCode != 0)
            throw new InvalidOperationException($"{command} ended with {shell.ExitCode}");
    }
}
