using System.Globalization;
using OpenTraces.Attribution.Histories;
using OpenTraces.Bucket;
using OpenTraces.Capture;
using OpenTraces.Schema;
using OpenTraces.Trail;

namespace OpenTraces.Attribution.Checkpoints;

/// <summary>Compares with the sessions that commits of a real repository name in their trailers.</summary>
internal sealed class CheckpointRun(string source, string folder, TextWriter to)
{
    private readonly Dictionary<TraceId, HashSet<string>> _sessions = [];

    public async Task RunAsync()
    {
        var git = new GitRunner(source);
        var checkpoints = CheckpointReader.Read(git);
        to.WriteLine($"{checkpoints.Count} copies of {checkpoints.Select(c => c.Session).Distinct().Count()} sessions");
        // The repository without its checkpoints, so that their branch is not searched for code.
        var clone = Path.Combine(folder, "repository");
        if (!Directory.Exists(clone))
            git.Run("clone", "-q", "--bare", "--single-branch", "--no-tags", source, clone);
        await using var bucket = await TraceBucket.OpenAsync(Path.Combine(folder, "bucket"));
        await ImportAsync(git, bucket, checkpoints);
        var trail = await TraceTrail.OpenAsync(clone, bucket);
        var claims = new Dictionary<string, Dictionary<string, int>>(StringComparer.Ordinal);
        var texts = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        await foreach (var trace in trail.TrackAllAsync())
        {
            foreach (var patch in trace.Patches)
                Take(trace.TraceId, patch.Anchor, claims, texts);
        }

        // A session's lines are those of all its edit calls, whether or not their file is in this repository.
        var trailers = Trailers(new GitRunner(clone));
        var named = checkpoints.ToLookup(c => c.Id, c => c.Session, StringComparer.Ordinal);
        var score = new CheckpointScore();
        foreach (var (commit, ids) in trailers)
        {
            var sessions = ids.SelectMany(i => named[i]).ToHashSet(StringComparer.Ordinal);
            var changed = ChangedLines.Of(new GitRunner(clone), commit);
            if (!claims.ContainsKey(commit))
                await TakeOverlappingAsync(trail, commit, claims);
            score.Add(commit, sessions, changed, s => texts.GetValueOrDefault(s), claims.GetValueOrDefault(commit));
        }

        score.Write(to);
    }

    private async Task ImportAsync(GitRunner git, TraceBucket bucket, IReadOnlyList<Checkpoint> checkpoints)
    {
        // What was imported by an earlier run into the same folder is not imported again.
        var list = Path.Combine(folder, "sessions.tsv");
        if (File.Exists(list))
        {
            foreach (var line in (await File.ReadAllLinesAsync(list)).Select(l => l.Split('\t')))
                _sessions[TraceId.Parse(line[0])] = [.. line[1..]];
            return;
        }

        var files = Path.Combine(folder, "sessions");
        Directory.CreateDirectory(files);
        var seen = new HashSet<(string, string)>();
        var (failed, missing) = (0, 0);
        foreach (var (number, checkpoint) in checkpoints.Index())
        {
            if (!seen.Add((checkpoint.Session, checkpoint.Blob)))
                continue;
            var file = Path.Combine(files, string.Create(CultureInfo.InvariantCulture, $"{number:d5}.jsonl"));
            if (!git.TryRun(null, out var transcript, "cat-file", "blob", checkpoint.Blob))
            {
                missing++;
                continue;
            }

            await File.WriteAllTextAsync(file, transcript);
            await foreach (var result in new TraceCapture(bucket).ImportAsync([file]))
            {
                if (result.Receipt is { } receipt)
                {
                    if (!_sessions.TryGetValue(receipt.TraceId, out var sessions))
                        _sessions[receipt.TraceId] = sessions = new HashSet<string>(StringComparer.Ordinal);
                    sessions.Add(checkpoint.Session);
                }
                else
                {
                    failed++;
                }
            }

            File.Delete(file);
        }

        await File.WriteAllLinesAsync(list, _sessions.Select(s => $"{s.Key}\t{string.Join('\t', s.Value)}"));
        to.WriteLine($"{_sessions.Count} traces, {failed} copies not read, {missing} not in this clone");
    }

    private void Take(
        TraceId trace, PatchAnchor anchor, Dictionary<string, Dictionary<string, int>> claims, Dictionary<string, HashSet<string>> texts)
    {
        foreach (var session in _sessions[trace])
        {
            if (!texts.TryGetValue(session, out var lines))
                texts[session] = lines = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (sign, text) in ((char, IReadOnlyList<string>)[])[('+', anchor.Patch.Content.Added), ('-', anchor.Patch.Content.Removed)])
                lines.UnionWith(text.Where(ChangedLines.Says).Select(l => sign + l.Trim()));
            if (anchor.Commit is null)
                continue;
            if (!claims.TryGetValue(anchor.Commit, out var counts))
                claims[anchor.Commit] = counts = new Dictionary<string, int>(StringComparer.Ordinal);
            counts[session] = counts.GetValueOrDefault(session) + Math.Max(1, anchor.Lines.Count);
        }
    }

    /// <summary>Where nothing is accepted, whose lines a commit holds all the same.</summary>
    private async Task TakeOverlappingAsync(TraceTrail trail, string commit, Dictionary<string, Dictionary<string, int>> claims)
    {
        foreach (var trace in (await trail.BlameCommitAsync(commit, includeOverlapping: true)).Traces)
        {
            if (!claims.TryGetValue(commit, out var counts))
                claims[commit] = counts = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var session in _sessions[trace.TraceId])
                counts[session] = counts.GetValueOrDefault(session) + trace.Patches.Sum(p => Math.Max(1, p.Lines.Count));
        }
    }

    private static List<(string Commit, IReadOnlyList<string> Ids)> Trailers(GitRunner git) =>
    [
        .. git.Run("log", "--format=%H %(trailers:key=Entire-Checkpoint,valueonly,separator=%x2C)", "HEAD")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => l.Split(' ', 2))
            .Where(l => l.Length == 2 && l[1].Trim().Length > 0)
            .Select(l => (l[0], (IReadOnlyList<string>)[.. l[1].Split(',').Select(i => i.Trim())])),
    ];
}
