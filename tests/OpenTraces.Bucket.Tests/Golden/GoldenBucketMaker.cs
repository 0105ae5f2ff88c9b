using System.Text;
using System.Text.Json;
using OpenTraces.Bucket.Events;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Golden;

/// <summary>Makes the golden buckets. Each is made once, by the version that closed its format, and never again.</summary>
public class GoldenBucketMaker
{
    private readonly FakeClock _clock = new();
    private readonly List<object> _traces = [];

    [Theory(Explicit = true)]
    [InlineData("v1-zstd", BucketCodec.Zstd)]
    [InlineData("v1-brotli", BucketCodec.Brotli)]
    public async Task A_golden_bucket_is_made_where_there_is_none(string name, BucketCodec codec)
    {
        Assert.False(Directory.Exists(GoldenBucket.FolderOf(name)), "What was made once is kept.");
        using var folder = new TempFolder();
        await FillAsync(folder["bucket"], codec);
        await AddUnknownEventsAsync(folder["bucket/events"]);
        Keep(folder["bucket"], GoldenBucket.FolderOf(name));
        var searches = new SortedDictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["bittern"] = [],
            ["cormorant"] = [Id(GoldenSessions.Large())],
            ["flamingo"] = [Id(GoldenSessions.Rewound().Taken)],
            ["heron"] = [Id(GoldenSessions.Late())],
            ["pelican"] = [Id(GoldenSessions.Grown().Build())],
        };
        var expected = new { traces = _traces, forgotten = new[] { Id(GoldenSessions.Forgotten()) }, searches };
        await File.WriteAllTextAsync(GoldenBucket.FolderOf(name) + ".json", JsonSerializer.Serialize(expected, Indented) + "\n");
    }

    private static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true, NewLine = "\n" };

    private async Task FillAsync(string path, BucketCodec codec)
    {
        await using var bucket = await TraceBucket.OpenAsync(path, new BucketOptions { Codec = codec, Clock = _clock });
        CapturedTrace[] grown = [.. new[] { 6, 8, 12, 5 }.Select(s => GoldenSessions.Grown().Build(s))];
        await AddAsync(bucket, served: 3, grown);
        var (abandoned, taken) = GoldenSessions.Rewound();
        await AddAsync(bucket, served: 2, abandoned, taken);
        var large = GoldenSessions.Large();
        await AddAsync(bucket, served: 1, large);
        await bucket.SetTrailAsync(large.Key.ToTraceId(), Some.Overlay(large));
        await bucket.AddAsync(GoldenSessions.ReadByAnOlderParser());
        await AddAsync(bucket, served: 1, GoldenSessions.ReadByANewerParser());
        await bucket.AddAsync(GoldenSessions.Forgotten());
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await bucket.ForgetAsync(GoldenSessions.Forgotten().Key.ToTraceId())).Complete);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await bucket.PruneAsync(new PruneOptions { MinDeadRatio = 0 });
        _clock.Advance(TimeSpan.FromMinutes(1));
        await AddAsync(bucket, served: 1, GoldenSessions.Late());
    }

    private async Task AddAsync(TraceBucket bucket, int served, params CapturedTrace[] generations)
    {
        foreach (var generation in generations)
        {
            await bucket.AddAsync(generation);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        var trace = generations[served - 1];
        _traces.Add(new
        {
            trace_id = Id(trace),
            agent = trace.Key.Agent,
            session_id = trace.Key.SessionId,
            served,
            generations = generations.Select(g => g.Sources[0].Hash.ToString()),
            steps = trace.Record.Steps.Count,
            first_text = trace.Record.Steps[0].Content,
            patches = trace.Patches.Select(p => p.PatchId),
            anchored = trace.Key.SessionId == "large",
            media = trace.Media.Select(m => m.Media.Address.ToString()),
            texts = trace.Key.SessionId == "large" ? [ContentHash.Of(Encoding.UTF8.GetBytes(GoldenSessions.LongText)).ToString()] : Array.Empty<string>(),
        });
    }

    /// <summary>Seals the segment of the log and adds events of kinds nobody knows, about a trace and about the bucket.</summary>
    private async Task AddUnknownEventsAsync(string folder)
    {
        await using var log = await SegmentEventLog.OpenAsync(folder, StoreFiles.Local, new EventLogOptions { SealLength = 1, Clock = _clock });
        await log.AppendAsync(
        [
            new EventDraft { Kind = "of_a_later_version", TraceId = GoldenSessions.Late().Key.ToTraceId(), Data = RawJson.Parse("""{"kind":{"kind":"other"}}""") },
            new EventDraft { Kind = "of_a_later_version", Data = RawJson.Parse("[1]") },
        ]);
    }

    /// <summary>Copies what is canonical and the envelopes; a lease names a machine that is none.</summary>
    private static void Keep(string bucket, string folder)
    {
        foreach (var file in new DirectoryInfo(bucket).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(bucket, file.FullName);
            if (file.Extension == ".lock" || name.StartsWith("index", StringComparison.Ordinal))
                continue;
            var target = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (file.Extension == ".lease")
                File.WriteAllText(target, "no machine\n-\n0\n");
            else
                file.CopyTo(target);
        }
    }

    private static string Id(CapturedTrace trace) => trace.Key.ToTraceId().ToString();
}
