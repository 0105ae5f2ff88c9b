using System.Diagnostics;
using System.Globalization;
using OpenTraces.Attribution.Histories;
using OpenTraces.Bucket;
using OpenTraces.Capture;
using OpenTraces.Schema;
using OpenTraces.Trail;

namespace OpenTraces.Attribution.Anchoring;

/// <summary>The same questions to two buckets that differ in the length of their log alone.</summary>
internal sealed class EventsRun(string folder, TextWriter to)
{
    private const int Fillers = 200;
    private const int Batch = 500;

    private string Repository => Path.Combine(folder, "repository");

    /// <summary>Makes the second bucket of <see cref="AnchoringRun.GenerateAsync"/>'s, and fills both.</summary>
    public async Task FillAsync(int few, int many)
    {
        var small = Path.Combine(folder, "bucket");
        await ImportFillersAsync(small);
        var large = Path.Combine(folder, "bucket-large");
        Copy(small, large);
        foreach (var (path, count) in new[] { (small, few), (large, many) })
        {
            await using var bucket = await TraceBucket.OpenAsync(path);
            var events = await CountAsync(bucket);
            await AppendAsync(bucket, count - events);
            await bucket.RebuildAsync(Substrates.Index);
            events = await CountAsync(bucket);
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}: {events} events"));
        }
    }

    /// <summary>Opening counts: a tool asks one question a process.</summary>
    public async Task MeasureAsync(int rounds)
    {
        var (trace, path) = await ChooseAsync();
        var commit = new GitRunner(Repository).Run("log", "-1", "--format=%H", "--no-merges", "--", path).Trim();
        var questions = new (string Name, Func<TraceTrail, Task> Ask)[]
        {
            ("track, a trace", async trail => await trail.TrackAsync(trace)),
            ("blame, a file", async trail => await trail.BlameFileAsync("HEAD", path)),
            ("blame, a commit", async trail => await trail.BlameCommitAsync(commit)),
        };
        to.WriteLine("| | few events, ms | many, ms | ratio |\n|---|---|---|---|");
        foreach (var (name, ask) in questions)
        {
            var (few, many) = (new List<double>(), new List<double>());
            for (var round = 0; round <= rounds; round++)
            {
                var one = await TakeAsync("bucket", ask);
                var other = await TakeAsync("bucket-large", ask);
                if (round > 0)
                    (few, many) = ([.. few, one], [.. many, other]);
            }

            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {Median(few):F0} | {Median(many):F0} | {Median(many) / Median(few):F2} |"));
        }
    }

    private async Task<double> TakeAsync(string name, Func<TraceTrail, Task> ask)
    {
        var start = Stopwatch.GetTimestamp();
        await using var bucket = await TraceBucket.OpenAsync(Path.Combine(folder, name), new BucketOptions { ReadOnly = true });
        await ask(await TraceTrail.OpenAsync(Repository, bucket));
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>The first trace with a patch in a file that is still there, and the file.</summary>
    private async Task<(TraceId Trace, string Path)> ChooseAsync()
    {
        await using var bucket = await TraceBucket.OpenAsync(Path.Combine(folder, "bucket"), new BucketOptions { ReadOnly = true });
        var trail = await TraceTrail.OpenAsync(Repository, bucket);
        await foreach (var tracking in trail.TrackAllAsync())
        {
            if (tracking.Patches.FirstOrDefault(p => p.CurrentPath is not null) is { } alive)
                return (tracking.TraceId, alive.CurrentPath!);
        }

        throw new InvalidOperationException("No patch is alive.");
    }

    private async Task ImportFillersAsync(string path)
    {
        var sessions = Directory.CreateDirectory(Path.Combine(folder, "fillers")).FullName;
        for (var i = 0; i < Fillers; i++)
        {
            var line = string.Create(CultureInfo.InvariantCulture,
                $$$"""{"parentUuid":null,"isSidechain":false,"cwd":"/home/dev/other","sessionId":"filler-{{{i}}}","version":"2.1.120","type":"user","uuid":"u{{{i}}}","timestamp":"2026-01-01T00:00:00.000Z","message":{"role":"user","content":"Ask {{{i}}}"}}""");
            await File.WriteAllTextAsync(Path.Combine(sessions, $"filler-{i}.jsonl"), line + "\n");
        }

        await using var bucket = await TraceBucket.OpenAsync(path);
        await foreach (var result in new TraceCapture(bucket).ImportAsync([sessions]))
        {
            if (result.Receipt is null)
                throw new InvalidOperationException($"{result.Path}: {result.Error}");
        }
    }

    private static async Task AppendAsync(TraceBucket bucket, int count)
    {
        var traces = new List<TraceId>();
        await foreach (var trace in bucket.ListAsync())
        {
            if (trace.SessionId.StartsWith("filler-", StringComparison.Ordinal))
                traces.Add(trace.TraceId);
        }

        traces.Sort();
        for (var done = 0; done < count;)
        {
            var batch = Math.Min(Batch, count - done);
            var first = done;
            await bucket.ObserveCommitsAsync(traces[done / Batch % traces.Count], [.. Enumerable.Range(0, batch).Select(i => Commit(first + i))]);
            done += batch;
        }
    }

    private static ObservedCommit Commit(int number)
    {
        var id = ContentHash.Of(BitConverter.GetBytes(number)).ToString()[..40];
        return new ObservedCommit
        {
            RepositoryId = "another",
            CommitSha = id,
            Parents = [id],
            Tree = id,
            PatchId = id,
            CommitterTime = DateTimeOffset.UnixEpoch.AddSeconds(number),
            Patches = [new ObservedPatch(id, EvidenceTier.ExactRangeHash, true)],
        };
    }

    private static async Task<int> CountAsync(TraceBucket bucket)
    {
        var count = 0;
        await foreach (var _ in bucket.ReadEventsAsync())
            count++;
        return count;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static double Median(List<double> samples) => samples.Order().ElementAt(samples.Count / 2);
}
