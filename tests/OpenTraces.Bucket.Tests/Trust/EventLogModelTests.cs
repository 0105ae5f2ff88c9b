using OpenTraces.Bucket.Events;
using OpenTraces.Bucket.Tests.Events;
using OpenTraces.Bucket.Tests.Segments;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Trust;

public class EventLogModelTests
{
    private const int Operations = 80;

    [Fact]
    public Task The_log_is_a_list_whoever_appends_and_whenever_the_power_goes() =>
        ModelSeeds.ForEachAsync(seed => new Run(seed).RunAsync());

    [Fact]
    public async Task The_last_event_of_a_trace_is_known_when_the_clock_went_back_before_a_new_segment()
    {
        var folder = Path.Combine("bucket", "events");
        var (disk, clock, trace) = (new SimulatedDisk(), new FakeClock(), EventDrafts.Trace(1));
        var options = new EventLogOptions { SealLength = 1500, Clock = clock };
        await using var one = await SegmentEventLog.OpenAsync(folder, disk, options);
        await using var other = await SegmentEventLog.OpenAsync(folder, disk, options);
        var last = (await one.AppendAsync([EventDrafts.Create(1)], new Dictionary<TraceId, long> { [trace] = 0 }))[^1].Sequence;
        clock.Advance(TimeSpan.FromHours(-1));
        while (disk.List(folder, ".seg").Count < 2)
            last = (await other.AppendAsync([EventDrafts.Create(1)]))[^1].Sequence;
        await one.AppendAsync([EventDrafts.Create(1)], new Dictionary<TraceId, long> { [trace] = last });
    }

    private sealed class Run(int seed)
    {
        private static readonly string Folder = Path.Combine("bucket", "events");

        private readonly Random _random = new(seed);
        private readonly List<TraceEvent> _list = [];
        private SegmentEventLog[] _logs = [];
        private readonly FakeClock _clock = new();
        private SimulatedDisk _disk = new();

        public async Task RunAsync()
        {
            _disk.Given(Folder);
            await OpenAllAsync();
            for (var operation = 0; operation < Operations; operation++)
            {
                _clock.Advance(TimeSpan.FromMilliseconds(1));
                switch (_random.Next(12))
                {
                    case 0:
                        await CrashAsync();
                        break;
                    case 1:
                        await ReopenAsync();
                        break;
                    case 2 or 3:
                        await CheckAsync(Any(), _random.Next(_list.Count + 2));
                        break;
                    case 4:
                        await RefuseAsync();
                        break;
                    default:
                        var batch = Batch();
                        _list.AddRange(await Any().AppendAsync(batch, _random.Next(2) == 0 ? Heads(batch) : null));
                        break;
                }
            }

            foreach (var log in _logs)
                await CheckAsync(log, 0);
        }

        private SegmentEventLog Any() => _logs[_random.Next(_logs.Length)];

        private EventDraft[] Batch() => [.. Enumerable.Range(_random.Next(1000), _random.Next(1, 5)).Select(EventDrafts.Create)];

        private Dictionary<TraceId, long> Heads(EventDraft[] batch) => batch.Select(d => d.TraceId).OfType<TraceId>().Distinct()
            .ToDictionary(t => t, t => _list.FindLast(e => e.TraceId == t)?.Sequence ?? 0);

        private async Task RefuseAsync()
        {
            var batch = Batch();
            var heads = Heads(batch);
            if (heads.Count == 0)
                return;
            var wrong = heads.Keys.ElementAt(_random.Next(heads.Count));
            heads[wrong] = heads[wrong] == 0 ? 1 : _random.Next((int)heads[wrong]);
            var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await Any().AppendAsync(batch, heads));
            Assert.Equal(OpenTracesErrorCode.StoreBusy, error.Code);
            await CheckAsync(Any(), 0);
        }

        /// <summary>The power goes at one of the next steps; what was being appended is there whole, or not at all.</summary>
        private async Task CrashAsync()
        {
            var batch = Batch();
            _disk.PowerLossAt = _disk.Steps + _random.Next(1, 9);
            try
            {
                while (true)
                {
                    _clock.Advance(TimeSpan.FromMilliseconds(1));
                    _list.AddRange(await Any().AppendAsync(batch));
                }
            }
            catch (PowerLossException)
            {
            }

            var states = _disk.Snapshot().States(12, seed, _ => false).ToList();
            _disk = states[_random.Next(states.Count)].Disk;
            await OpenAllAsync();
            var read = await Any().ReadAsync().ToListAsync();
            Assert.Equal(_list, read.Take(_list.Count));
            var more = read.Skip(_list.Count).ToList();
            Assert.True(more.Count == 0 || more.Select(e => e.Data).SequenceEqual(batch.Select(d => d.Data)), "half a batch");
            _list.AddRange(more);
        }

        private async Task OpenAllAsync() =>
            _logs = [await OpenAsync(), await OpenAsync(), await OpenAsync()];

        private async Task ReopenAsync()
        {
            var which = _random.Next(_logs.Length);
            await _logs[which].DisposeAsync();
            _logs[which] = await OpenAsync();
        }

        private async Task CheckAsync(SegmentEventLog log, int after)
        {
            Assert.Equal(_list.Skip(after), await log.ReadAsync(after).ToListAsync());
            Assert.Equal(_list.Count, await log.ReadHeadAsync());
        }

        private ValueTask<SegmentEventLog> OpenAsync() =>
            SegmentEventLog.OpenAsync(Folder, _disk, new EventLogOptions { SealLength = 4000, Clock = _clock });
    }
}
