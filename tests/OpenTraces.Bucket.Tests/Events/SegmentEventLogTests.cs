using FsCheck;
using FsCheck.Fluent;
using OpenTraces.Bucket.Events;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Bucket.Tests.Segments;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Events;

public sealed class SegmentEventLogTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_append_returns_is_what_a_later_opening_reads()
    {
        var appended = new List<TraceEvent>();
        await using (var log = await OpenAsync())
        {
            for (var i = 0; i < 20; i++)
                appended.AddRange(await log.AppendAsync([EventDrafts.Create(i), EventDrafts.Create(i + 100)]));
        }

        await using var again = await OpenAsync(readOnly: true);
        Assert.Equal(appended, await again.ReadAsync().ToListAsync());
        Assert.Equal(40, await again.ReadHeadAsync());
        Assert.Equal(Enumerable.Range(1, 40).Select(i => (long)i), appended.Select(e => e.Sequence));
    }

    [Fact]
    public async Task Reading_after_any_position_gives_exactly_the_rest()
    {
        await using var log = await OpenAsync(sealLength: 60_000);
        var appended = new List<TraceEvent>();
        for (var i = 0; i < 14; i++)
            appended.AddRange(await log.AppendAsync([.. Enumerable.Range(i, 100).Select(EventDrafts.Create)]));
        Assert.True(Directory.GetFiles(_folder["events"], "*.seg").Length > 2);
        await using var reader = await OpenAsync(readOnly: true);
        foreach (var after in new[] { 0, 1, 99, 100, 255, 256, 257, 511, 512, 513, 700, 1024, 1399, 1400, 2000 })
            Assert.Equal(appended.Skip(after), await reader.ReadAsync(after).ToListAsync());
    }

    [Fact]
    public async Task Each_event_names_the_digest_of_the_one_before()
    {
        await using var log = await OpenAsync();
        var first = (await log.AppendAsync([EventDrafts.Create(1)]))[0];
        var second = (await log.AppendAsync([EventDrafts.Create(2)]))[0];
        Assert.NotEqual(first.Hash, second.Hash);
        var json = EventJson.Write(EventDrafts.Create(2), 2, second.Time, first.Hash, tracePrevious: 0);
        Assert.Equal(ContentHash.Of(json), second.Hash);
        Assert.NotNull(EventJson.TryRead(json, second.Hash, out var previous));
        Assert.Equal(first.Hash, previous);
    }

    [Fact]
    public async Task Two_logs_on_one_folder_number_their_events_together()
    {
        await using var one = await OpenAsync();
        await using var other = await OpenAsync();
        var logs = new[] { one, other };
        var tasks = Enumerable.Range(0, 8).Select(t => Task.Run(async () =>
        {
            var mine = new List<TraceEvent>();
            for (var i = 0; i < 10; i++)
                mine.AddRange(await logs[t % 2].AppendAsync([EventDrafts.Create(t), EventDrafts.Create(i)]));
            return mine;
        }));
        var appended = (await Task.WhenAll(tasks)).SelectMany(e => e).OrderBy(e => e.Sequence).ToList();
        Assert.Equal(160, appended.Count);
        Assert.Equal(appended, await one.ReadAsync().ToListAsync());
        Assert.Equal(appended, await other.ReadAsync().ToListAsync());
    }

    [Fact]
    public async Task A_reader_beside_a_writer_sees_whole_batches_in_order()
    {
        await using var log = await OpenAsync();
        await using var reader = await OpenAsync(readOnly: true);
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 60; i++)
                await log.AppendAsync([.. Enumerable.Range(0, 5).Select(EventDrafts.Create)]);
        });
        var seen = 0L;
        while (!writing.IsCompleted || seen < 300)
        {
            var next = await reader.ReadAsync(seen).ToListAsync();
            Assert.Equal(0, next.Count % 5);
            Assert.Equal(Enumerable.Range(0, next.Count).Select(i => seen + 1 + i), next.Select(e => e.Sequence));
            seen += next.Count;
        }

        await writing;
    }

    [Fact]
    public async Task An_append_that_expects_another_head_is_refused_and_writes_nothing()
    {
        await using var log = await OpenAsync();
        await using var other = await OpenAsync();
        var trace = EventDrafts.Trace(1);
        await log.AppendAsync([EventDrafts.Create(1)], Heads(trace, 0));
        var moved = (await other.AppendAsync([EventDrafts.Create(1)], Heads(trace, 1)))[0].Sequence;
        var error = await Assert.ThrowsAsync<OpenTracesException>(
            async () => await log.AppendAsync([EventDrafts.Create(1)], Heads(trace, 1)));
        Assert.Equal(OpenTracesErrorCode.StoreBusy, error.Code);
        Assert.Equal(2, await log.ReadHeadAsync());
        await log.AppendAsync([EventDrafts.Create(1)], Heads(trace, moved));
        await using var late = await OpenAsync();
        await late.AppendAsync([EventDrafts.Create(1)], Heads(trace, 3));
    }

    [Fact]
    public async Task Heads_of_traces_come_from_footers_too()
    {
        await using (var log = await OpenAsync(sealLength: 2000))
        {
            for (var i = 0; i < 30; i++)
                await log.AppendAsync([EventDrafts.Create(i)]);
        }

        Assert.True(Directory.GetFiles(_folder["events"], "*.seg").Length > 3);
        await using var again = await OpenAsync();
        var all = await again.ReadAsync().ToListAsync();
        var heads = Enumerable.Range(0, 5).Select(EventDrafts.Trace)
            .ToDictionary(t => t, t => all.Last(e => e.TraceId == t).Sequence);
        await again.AppendAsync([EventDrafts.Create(0)], heads);
    }

    [Fact]
    public async Task A_held_lock_is_busy_after_the_timeout()
    {
        await using var log = await OpenAsync(timeout: TimeSpan.FromMilliseconds(30));
        using (StoreFiles.Local.TryLock(_folder["events/.lock"], create: true))
        {
            var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await log.AppendAsync([EventDrafts.Create(1)]));
            Assert.Equal(OpenTracesErrorCode.StoreBusy, error.Code);
        }

        Assert.Single(await log.AppendAsync([EventDrafts.Create(1)]));
    }

    [Fact]
    public async Task Opening_read_only_creates_nothing_and_refuses_to_append()
    {
        await using var log = await OpenAsync(readOnly: true);
        Assert.Equal(0, await log.ReadHeadAsync());
        Assert.Empty(await log.ReadAsync().ToListAsync());
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await log.AppendAsync([EventDrafts.Create(1)]));
        Assert.Equal(OpenTracesErrorCode.Precondition, error.Code);
        Assert.False(Directory.Exists(_folder["events"]));
    }

    [Fact]
    public async Task A_cancelled_append_writes_nothing()
    {
        await using var log = await OpenAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await log.AppendAsync([EventDrafts.Create(1)], null, cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await log.ReadAsync(0, cancelled.Token).ToListAsync());
        Assert.Equal(0, await log.ReadHeadAsync());
    }

    [Fact]
    public async Task The_data_of_an_event_comes_back_byte_for_byte()
    {
        var data = RawJson.Parse("{ \"a\" : 1.50e0,\n \"b\":\"\\u00e9\\ud800<>\", \"a\":null}");
        await using var log = await OpenAsync();
        await log.AppendAsync([new EventDraft { Kind = "kind \"with\" é", Data = data }]);
        var read = Assert.Single(await log.ReadAsync().ToListAsync());
        Assert.Equal(data, read.Data);
        Assert.Equal("kind \"with\" é", read.Kind);
    }

    [Fact]
    public void The_log_behaves_as_a_list_whatever_happens_in_between() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), choices =>
        {
            var disk = new SimulatedDisk();
            var model = new List<TraceEvent>();
            RunAsync(disk, model, choices).GetAwaiter().GetResult();
        }));

    private static async Task RunAsync(SimulatedDisk disk, List<TraceEvent> model, byte[] choices)
    {
        var folder = Path.Combine("bucket", "events");
        var options = new EventLogOptions { SealLength = 2500 };
        var log = await SegmentEventLog.OpenAsync(folder, disk, options);
        foreach (var choice in choices)
        {
            switch (choice % 5)
            {
                case 0:
                    disk = disk.AfterPowerLoss((DiskState)(choice % 4), choice);
                    log = await SegmentEventLog.OpenAsync(folder, disk, options);
                    break;
                case 1:
                    var after = model.Count == 0 ? 0 : choice % model.Count;
                    Assert.Equal(model.Skip(after), await log.ReadAsync(after).ToListAsync());
                    break;
                default:
                    model.AddRange(await log.AppendAsync([.. Enumerable.Range(choice, (choice % 3) + 1).Select(EventDrafts.Create)]));
                    break;
            }
        }

        Assert.Equal(model, await log.ReadAsync().ToListAsync());
        Assert.Equal(model.Count, await log.ReadHeadAsync());
    }

    private static Dictionary<TraceId, long> Heads(TraceId trace, long sequence) => new() { [trace] = sequence };

    private ValueTask<SegmentEventLog> OpenAsync(bool readOnly = false, long sealLength = 4096, TimeSpan? timeout = null) =>
        SegmentEventLog.OpenAsync(_folder["events"], StoreFiles.Local, new EventLogOptions
        {
            ReadOnly = readOnly,
            SealLength = sealLength,
            LockTimeout = timeout ?? TimeSpan.FromSeconds(60),
        });
}
