using System.Text;
using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Trail.Tests.Observations;

public sealed class RebuildTests : IDisposable
{
    private const int Sessions = 8;

    private readonly Scene _scene = new();
    private readonly TempFolder _home = new();

    public void Dispose()
    {
        _scene.Dispose();
        _home.Dispose();
    }

    [Fact]
    public async Task Everything_derived_comes_back_byte_for_byte_when_repository_and_projections_are_gone()
    {
        var ids = await WorkAsync();
        var path = _home["bucket"];
        List<byte[]> before;
        await using (var bucket = await FillAsync(path, ids))
        {
            await AnchorTwiceAsync(bucket);
            before = await ReadAsync(bucket, ids);
        }

        var files = ReadFiles(path);
        Assert.Equal(Sessions, files.Count);
        Directory.Delete(Path.Combine(_scene.Repo.Root, ".git"), recursive: true);
        foreach (var derived in (string[])["traces", "index"])
            Directory.Delete(Path.Combine(path, derived), recursive: true);
        File.Delete(Path.Combine(path, "manifest.json"));
        await using (var bucket = await TraceBucket.OpenAsync(path, Options()))
        {
            // Another answer is laid over, as a wrong rule of an older version would have.
            foreach (var id in ids)
                await bucket.SetTrailAsync(id, Wrong(before[ids.IndexOf(id)], (await bucket.ReadCommitsAsync(id).FirstAsync()).RepositoryId));
            Assert.NotEqual(before, await ReadAsync(bucket, ids));
            var report = await bucket.RebuildAsync(Substrates.Trail | Substrates.Index);
            Assert.Equal(Sessions, report.Trails);
            Assert.Equal(before, await ReadAsync(bucket, ids));
        }

        Assert.Equal(files.Select(f => Trails(f.Value)), ReadFiles(path).Select(f => Trails(f.Value)));
    }

    [Fact]
    public async Task Shuffled_arrival_and_many_at_once_give_the_same_bytes()
    {
        var ids = await WorkAsync();
        var answers = new List<string>();
        foreach (var (name, order) in new[] { ("in order", ids), ("shuffled", Shuffle(ids, new Random(11))) })
        {
            await using var bucket = await FillAsync(_home[name], order);
            var trail = await TraceTrail.OpenAsync(_scene.Repo.Root, bucket, _scene.Options);
            answers.Add(await DescribeAsync(trail));
            answers.AddRange(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => DescribeAsync(trail)))));
            await AnchorTwiceAsync(bucket);
            answers.Add(string.Join('\n', (await ReadAsync(bucket, ids)).Select(Encoding.UTF8.GetString)));
        }

        Assert.Single(answers.Take(9).Concat(answers.Skip(10).Take(9)).Distinct());
        Assert.Equal(answers[9], answers[19]);
    }

    /// <summary>Sessions whose work is committed, some of it amended, some squashed, some never.</summary>
    private async Task<List<TraceId>> WorkAsync()
    {
        _scene.Commit("shared.py", "start = 1\n");
        var ids = new List<TraceId>();
        for (var i = 0; i < Sessions; i++)
        {
            var agent = _scene.Agent($"session-{i}");
            agent.Edit($"file{i}.py", $"total_{i} = compute(price_{i}, quantity)\nreport(total_{i}, currency)\n");
            agent.Edit("shared.py", _scene.Repo.Read("shared.py") + $"register(total_{i}, into=ledger_{i})\n");
            ids.Add(agent.Id);
            if (i == Sessions - 1)
                _scene.Repo.Git("checkout", "-q", "--", "shared.py");
            _scene.Repo.Commit($"Change {i}");
        }

        await _scene.OpenAsync();
        return ids;
    }

    private async Task<TraceBucket> FillAsync(string path, IReadOnlyList<TraceId> ids)
    {
        var bucket = await TraceBucket.OpenAsync(path, Options());
        foreach (var session in ids.Select(_scene.Captured))
            await bucket.AddAsync(session);
        return bucket;
    }

    /// <summary>As the history stands, and again after its last commits were squashed and one amended.</summary>
    private async Task AnchorTwiceAsync(TraceBucket store)
    {
        var head = _scene.Repo.Git("rev-parse", "HEAD").Trim();
        await AnchorAsync(store);
        _scene.Repo.Git("reset", "-q", "--soft", "HEAD~4");
        _scene.Repo.Git("commit", "-q", "-m", "Squashed");
        await AnchorAsync(store);
        _scene.Repo.Git("commit", "-q", "--amend", "-m", "Squashed, and said better");
        await AnchorAsync(store);
        _scene.Repo.Git("reset", "-q", "--hard", head);
    }

    private async Task AnchorAsync(TraceBucket store)
    {
        await foreach (var _ in (await TraceTrail.OpenAsync(_scene.Repo.Root, store, _scene.Options)).AnchorAllAsync())
        {
        }
    }

    private static BucketOptions Options() => new() { Clock = new FakeClock(), TrailProjector = new TrailProjector() };

    private static async Task<List<byte[]>> ReadAsync(TraceBucket store, IEnumerable<TraceId> ids)
    {
        var records = new List<byte[]>();
        foreach (var id in ids)
            records.Add(TraceJson.Serialize((await store.FindAsync(id))!));
        return records;
    }

    private static TrailOverlay Wrong(byte[] record, string repository)
    {
        return new TrailOverlay
        {
            RepositoryId = repository,
            Anchors = TraceJson.Parse(record).Patches.ToDictionary(p => p.PatchId, p => p.Anchor! with { LastSearchedAt = "2099-01-01T00:00:00.000Z" }),
        };
    }

    private static SortedDictionary<string, string> ReadFiles(string path) => new(
        Directory.EnumerateFiles(Path.Combine(path, "traces"), "*.json", SearchOption.AllDirectories)
            .ToDictionary(f => Path.GetRelativePath(path, f), File.ReadAllText), StringComparer.Ordinal);

    private static string Trails(string envelope) => RawJson.Parse(envelope).ToString() is var text
        && text.IndexOf("\"trails\":", StringComparison.Ordinal) is > 0 and var at ? text[at..text.IndexOf('}', at)] : throw new FormatException(text);

    private static List<TraceId> Shuffle(IReadOnlyList<TraceId> ids, Random random)
    {
        var shuffled = ids.ToArray();
        random.Shuffle(shuffled);
        return [.. shuffled];
    }

    private static async Task<string> DescribeAsync(TraceTrail trail)
    {
        var text = new StringBuilder();
        await foreach (var trace in trail.TrackAllAsync())
        {
            foreach (var patch in trace.Patches)
                text.Append(trace.TraceId).Append(' ').Append(patch.Anchor.AnchorId).Append(' ').Append(patch.Anchor.Patch.PatchId).Append(' ')
                    .Append(patch.State).Append(' ').Append(patch.LinesAlive).Append(' ').Append(patch.CurrentPath).Append('\n');
        }

        await foreach (var file in trail.BlameAllAsync())
        {
            foreach (var line in file.Lines)
                text.Append(file.Path).Append(':').Append(line.Line).Append(' ').Append(line.Commit).Append(' ').Append(line.Anchor?.AnchorId).Append('\n');
        }

        return text.ToString();
    }
}
