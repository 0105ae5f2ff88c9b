using System.Diagnostics;
using System.Globalization;
using System.Text;
using OpenTraces.Attribution.Histories;
using OpenTraces.Bucket;
using OpenTraces.Trail.Snapshots;

namespace OpenTraces.Attribution.Snapshots;

/// <summary>Takes snapshots of generated working trees, beside <c>git status</c> of the same tree in the same state.</summary>
internal sealed class SnapshotRun(string folder, TextWriter to)
{
    private const int FilesInFolder = 50;

    private readonly LastSeen _seen = new();
    private int _taken;

    public async Task MeasureAsync(int rounds, IEnumerable<int> sizes)
    {
        to.WriteLine("| files | | git status ms, median | lowest | snapshot ms, median | lowest | ratio of medians | of lowest |\n|---|---|---|---|---|---|---|---|");
        foreach (var files in sizes)
        {
            var repository = Path.Combine(folder, files.ToString(CultureInfo.InvariantCulture));
            var git = Make(repository, files);
            var observer = new SnapshotObserver(_seen);
            await MeasureAsync(git, observer, files, "nothing changed", rounds, _ => { });
            await MeasureAsync(git, observer, files, "one file changed", rounds, round => Change(repository, files, round, 1));
            await MeasureAsync(git, observer, files, "20 files changed", rounds, round => Change(repository, files, round, 20));
            Directory.Delete(repository, true);
        }
    }

    /// <summary>Each round changes the tree, lets git look at it once for nothing, and then times both, each first every other round.</summary>
    private async Task MeasureAsync(GitRunner git, SnapshotObserver observer, int files, string name, int rounds, Action<int> change)
    {
        var (theirs, ours) = (new List<double>(), new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            change(round);
            Status(git);
            var (first, second) = round % 2 == 0 ? (theirs, ours) : (ours, theirs);
            var times = new Dictionary<List<double>, double>();
            foreach (var side in (List<double>[])[first, second])
            {
                var start = Stopwatch.GetTimestamp();
                if (side == ours)
                    await TakeAsync(git, observer);
                else
                    Status(git);
                times[side] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }

            // The first of each is for nothing.
            if (round == 0)
                continue;
            theirs.Add(times[theirs]);
            ours.Add(times[ours]);
        }

        to.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {files} | {name} | {Median(theirs):F1} | {theirs.Min():F1} | {Median(ours):F1} | {ours.Min():F1} | {Median(ours) / Median(theirs):F2} | {ours.Min() / theirs.Min():F2} |"));
    }

    private async Task TakeAsync(GitRunner git, SnapshotObserver observer)
    {
        await observer.OnBoundaryAsync(new TraceBoundary
        {
            Kind = "turn_end",
            Agent = "claude-code",
            SessionId = "measured",
            WorkingDirectory = git.Folder,
            Time = DateTimeOffset.UnixEpoch.AddSeconds(++_taken),
            Budget = TimeSpan.FromMinutes(5),
        });
        if (_seen.Snapshot is not { Tree: not null, Limitations: [] })
            throw new InvalidOperationException($"No snapshot: {string.Join(", ", _seen.Snapshot?.Limitations ?? [])} {_seen.Snapshot?.Failure}");
        _seen.Snapshot = null;
    }

    private static void Status(GitRunner git) => git.Run("status", "--porcelain");

    private static GitRunner Make(string repository, int files)
    {
        Directory.CreateDirectory(repository);
        var git = new GitRunner(repository) { Now = DateTimeOffset.UnixEpoch.AddDays(20_000) };
        git.Run("init", "-q", "-b", "main");
        File.AppendAllText(Path.Combine(repository, ".git", "config"), "[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n");
        for (var i = 0; i < files; i++)
        {
            var path = PathOf(repository, i);
            if (i % FilesInFolder == 0)
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, Text(i, 0), new UTF8Encoding(false));
        }

        File.WriteAllText(Path.Combine(repository, ".gitignore"), "bin/\nobj/\n*.log\n");
        git.Run("add", "-A");
        git.Run("commit", "-q", "-m", "Everything");
        git.Run("gc", "-q");
        return git;
    }

    private static void Change(string repository, int files, int round, int count)
    {
        for (var i = 0; i < count; i++)
            File.WriteAllText(PathOf(repository, (int)((long)files * i / count)), Text(i, (round + 1) * 100 + count), new UTF8Encoding(false));
    }

    private static string PathOf(string repository, int file) => Path.Combine(repository, string.Create(CultureInfo.InvariantCulture,
        $"part{file / FilesInFolder / 40}/folder{file / FilesInFolder % 40}/file{file}.cs"));

    private static string Text(int file, int version) => string.Concat(Enumerable.Range(0, 40).Select(i => string.Create(CultureInfo.InvariantCulture,
        $"    var line{i} = Compute({file}, {version}, \"text of a usual length\");\n")));

    private static double Median(List<double> samples) => samples.Order().ElementAt(samples.Count / 2);

    private sealed class LastSeen : ISnapshotSink
    {
        public BoundarySnapshot? Snapshot { get; set; }

        public ValueTask OnSnapshotAsync(BoundarySnapshot snapshot, CancellationToken cancellationToken)
        {
            Snapshot = snapshot;
            return ValueTask.CompletedTask;
        }
    }
}
