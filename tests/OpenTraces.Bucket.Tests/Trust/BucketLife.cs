using OpenTraces.Bucket.Segments.Files;
using OpenTraces.TestKit;

namespace OpenTraces.Bucket.Tests.Trust;

/// <summary>
/// The life of a small bucket: made, filled with a session that grows, is rewound and gets a trail, with one that needs blobs
/// of its own, and with small ones, until segments of both kinds are sealed; closed, opened again and written to.
/// </summary>
internal sealed class BucketLife(StoreFiles files, string? folder = null)
{
    /// <summary>What is acknowledged at this moment; another instance after each call.</summary>
    public BucketModel Model { get; private set; } = new();

    /// <summary>The captures that were added, in order.</summary>
    public List<CapturedTrace> Added { get; } = [];

    public async Task LiveAsync()
    {
        var growing = Some.Session("growing", steps: 9);
        var rewound = Some.Session("growing", steps: 4);
        rewound.Delay = 60;
        rewound.Agent("It went on otherwise.").User("And then?");
        var large = Some.Session("large").Chatter(16, seed: 3, wordsPerStep: 90);
        await using (var bucket = await SimulatedBucket.OpenAsync(files, folder: folder))
        {
            await AddAsync(bucket, growing.Build(4));
            await SetTrailAsync(bucket, growing.Build(4), new string('a', 40));
            await AddAsync(bucket, growing.Build(7));
            await AddAsync(bucket, large.Build(9));
            await AddAsync(bucket, rewound.Build());
        }

        await using (var bucket = await SimulatedBucket.OpenAsync(files, folder: folder))
        {
            await AddAsync(bucket, Some.Trace("small"));
            await AddAsync(bucket, growing.Build(9));
            await SetTrailAsync(bucket, growing.Build(9), new string('b', 40));
            await AddAsync(bucket, large.Build());

            // An earlier state: its bytes are held, only where they end is new.
            await AddAsync(bucket, growing.Build(5));
        }
    }

    /// <summary>
    /// Another life: what a newer parser has replaced is pruned, a trace is forgotten, and both go on beside a second instance that
    /// has the bucket open and writes.
    /// </summary>
    public async Task LiveWithUpkeepAsync()
    {
        var kept = Some.Session("kept").Chatter(16, seed: 3, wordsPerStep: 90);
        var doomed = Some.Session("doomed").Chatter(20, seed: 4, wordsPerStep: 90).Build();
        await using (var bucket = await SimulatedBucket.OpenAsync(files, folder: folder))
        {
            await AddAsync(bucket, kept.Build(9));
            await AddAsync(bucket, doomed);
        }

        await using var first = await SimulatedBucket.OpenAsync(files, folder: folder);
        await using var other = await SimulatedBucket.OpenAsync(files, folder: folder);
        await AddAsync(other, Some.Trace("of another instance"));
        await AddAsync(first, Reparsed(kept.Build(9)));
        await first.PruneAsync(new PruneOptions { MinDeadRatio = 0 });
        await AddAsync(other, kept.Build());
        await ForgetAsync(first, doomed);
        await AddAsync(other, Some.Trace("after the forgetting"));
        await other.PruneAsync(new PruneOptions { MinDeadRatio = 0 });
        await AddAsync(first, Some.Trace("last"));
    }

    private static CapturedTrace Reparsed(CapturedTrace trace) => trace with
    {
        Record = trace.Record with { Steps = [.. trace.Record.Steps.Select(s => s with { Content = s.Content + " (read anew)" })] },
        Report = trace.Report with { ParserVersion = trace.Report.ParserVersion + 1 },
    };

    private async Task ForgetAsync(TraceBucket bucket, CapturedTrace trace)
    {
        var id = trace.Key.ToTraceId();
        Model = Model with { ForgettingInFlight = id };
        await bucket.ForgetAsync(id);
        Model = Model with { ForgettingInFlight = null, Forgotten = Model.Forgotten.Add(id) };
    }

    private async Task AddAsync(TraceBucket bucket, CapturedTrace trace)
    {
        Added.Add(trace);
        Model = Model.Trying(trace);
        var receipt = await bucket.AddAsync(trace);
        Model = Model.Added(trace, receipt);
    }

    private async Task SetTrailAsync(TraceBucket bucket, CapturedTrace trace, string commit)
    {
        var id = trace.Key.ToTraceId();
        Model = Model with { TrailInFlight = id };
        await bucket.SetTrailAsync(id, Some.Overlay(trace, commit: commit));
        Model = Model with { TrailInFlight = null, Trails = Model.Trails.SetItem(id, commit) };
    }
}
