using System.Globalization;
using OpenTraces.Bucket.Torture.Work;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Torture.Children;

/// <summary>
/// Adds new, growing and rewound sessions and sets trails. Prints <c>ready</c>, and a line for each source of a generation
/// after <see cref="TraceBucket.AddAsync"/> has returned, and never before.
/// </summary>
public sealed class WriteMode : ITortureMode
{
    /// <summary>The exit code of a writer the bucket has refused; the last line then begins with <see cref="RefusedWord"/>.</summary>
    public const int Refused = 3;

    public const string ReadyWord = "ready";

    public const string RefusedWord = "refused";

    public const string BusyWord = "busy";

    public const string TrailWord = "trail";

    public string Name => "write";

    public string Usage => "--bucket DIR --seed N [--count N] [--seconds N] [--tasks N] [--shared NAME]";

    public async Task<int> RunAsync(TortureOptions options, Stream output)
    {
        var lines = new LineWriter(output);
        var life = new ChildLife(options);
        try
        {
            await using var bucket = await OpenAsync(options.Required("--bucket"));
            lines.Write(ReadyWord);
            var tasks = Enumerable.Range(0, options.Number("--tasks", 2)).Select(task => Task.Run(
                () => new Writer(bucket, lines, options, task).RunAsync(life)));
            await Task.WhenAll(tasks);
            return 0;
        }
        catch (OpenTracesException e)
        {
            lines.Write($"{RefusedWord} {e.Code} {e.Message.ReplaceLineEndings(" ")}");
            return Refused;
        }
    }

    /// <summary>Segments are short, so that in the little a child writes many are ended, and there is something to prune.</summary>
    private static ValueTask<TraceBucket> OpenAsync(string path) =>
        TraceBucket.OpenAsync(path, new BucketOptions { SegmentLength = 128 << 10 });

    private sealed class Writer(TraceBucket bucket, LineWriter lines, TortureOptions options, int task)
    {
        private readonly SessionCache _cache = new();
        private readonly Random _random = new(HashCode.Combine(options.Number("--seed", 1), task));
        private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"w{options.Number("--seed", 1)}.{task}");
        private readonly string? _shared = options.Text("--shared");
        private readonly List<string> _own = [];
        private int _done;

        public async Task RunAsync(ChildLife life)
        {
            while (life.TakeTurn())
            {
                var session = _cache[Choose()];
                var trace = session.Capture(_random.Next(5) == 0 ? 1 : 0, _random.Next(1, session.Steps + 1));
                await PatientlyAsync(() => AddAsync(trace));
                if (_random.Next(6) == 0)
                    await PatientlyAsync(() => SetTrailAsync(session));
                _done++;
            }
        }

        /// <summary>
        /// A third of the time a session of all writers, so that what one left when it was killed, and a pruner took, is needed again;
        /// else a new session, or one that is likely to be held in another state.
        /// </summary>
        private string Choose()
        {
            if (_shared is not null && _random.Next(3) == 0)
                return TortureSession.Name(_shared, (_done / 15) + _random.Next(3), RandomSize());
            if (_own.Count > 0 && _random.Next(2) == 0)
                return _own[_random.Next(Math.Max(0, _own.Count - 8), _own.Count)];
            var made = TortureSession.Name(_name, _own.Count, RandomSize());
            _own.Add(made);
            return made;
        }

        private SessionSize RandomSize() => _random.Next(40) switch
        {
            0 => SessionSize.Large,
            < 16 => SessionSize.Medium,
            _ => SessionSize.Small,
        };

        private async Task AddAsync(CapturedTrace trace)
        {
            var receipt = await bucket.AddAsync(trace);
            if (receipt.Outcome == IngestOutcome.Forgotten)
                return;
            foreach (var source in trace.Sources)
                lines.Write(new Acknowledgement(receipt.TraceId, receipt.Generation, source.Name, source.Length, source.Hash).ToString());
        }

        private async Task SetTrailAsync(TortureSession session)
        {
            var commit = Convert.ToHexStringLower(BitConverter.GetBytes(_random.NextInt64())).PadLeft(40, '0');
            await bucket.SetTrailAsync(session.Trace, session.Overlay(commit));
            lines.Write($"{TrailWord} {session.Trace}");
        }

        private async Task PatientlyAsync(Func<Task> work)
        {
            while (true)
            {
                try
                {
                    await work();
                    return;
                }
                catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.StoreBusy)
                {
                    lines.Write(BusyWord);
                }
                catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.NotFound)
                {
                    // Forgotten meanwhile.
                    return;
                }
            }
        }
    }
}
