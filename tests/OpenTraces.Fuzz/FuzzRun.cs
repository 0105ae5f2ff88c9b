using System.Diagnostics;
using System.Globalization;
using OpenTraces.Capture;
using OpenTraces.Fuzz.Checks;
using OpenTraces.Fuzz.Mutation;
using OpenTraces.Fuzz.Seeds;

namespace OpenTraces.Fuzz;

/// <summary>Mutates sessions, feeds them to every parser, and checks what parsers guarantee.</summary>
public sealed class FuzzRun(FuzzOptions options, SampleSessions samples, Action<string> say)
{
    private const int MaxFailures = 20;

    private readonly Lock _gate = new();
    private readonly List<FuzzFailure> _failures = [];
    private readonly Stopwatch _clock = new();
    private long _next;
    private long _mutants;
    private long _bytes;
    private long _entries;
    private long _steps;
    private TimeSpan _slowest;

    public FuzzResult Run()
    {
        _clock.Start();
        _next = options.First;
        var workers = Enumerable.Range(0, options.Workers).Select(_ => new Worker(this)).ToList();
        while (!workers.TrueForAll(static w => w.HasEnded(TimeSpan.FromMilliseconds(50))))
        {
            foreach (var worker in workers.Where(w => w.Busy > options.MutantLimit))
            {
                // The thread cannot be stopped; the process that reports it ends.
                Report(new FuzzFailure(worker.Index, worker.Parser, $"hangs for more than {options.MutantLimit.TotalSeconds} s", worker.Bytes));
                return Result();
            }
        }

        return Result();
    }

    /// <summary>Checks bytes as they are with every parser; 0 when all guarantees hold.</summary>
    public static int Check(byte[] bytes, Action<string> say)
    {
        var failures = 0;
        foreach (var parser in SampleSessions.Parsers())
        {
            var what = MutantCheck.Find(parser, bytes, new Tally());
            failures += what is null ? 0 : 1;
            say($"{parser.Harness}: {what ?? "all guarantees hold"}");
        }

        return failures == 0 ? 0 : 1;
    }

    private FuzzResult Result()
    {
        lock (_gate)
        {
            return new()
            {
                Mutants = _mutants,
                Bytes = _bytes,
                Entries = _entries,
                Steps = _steps,
                Elapsed = _clock.Elapsed,
                Slowest = _slowest,
                Failures = [.. _failures],
            };
        }
    }

    private long? TakeIndex()
    {
        lock (_gate)
        {
            if (_next >= options.First + options.Count || _clock.Elapsed > options.Limit || _failures.Count >= MaxFailures)
                return null;
            if (_mutants > 0 && _mutants % 100_000 == 0)
                say(string.Create(CultureInfo.InvariantCulture, $"{_mutants} mutants in {_clock.Elapsed.TotalSeconds:F0} s"));
            return _next++;
        }
    }

    private void Count(int bytes, Tally tally, TimeSpan elapsed)
    {
        lock (_gate)
        {
            _mutants++;
            _bytes += bytes;
            _entries += tally.Entries;
            _steps += tally.Steps;
            _slowest = elapsed > _slowest ? elapsed : _slowest;
        }
    }

    private void Report(FuzzFailure failure)
    {
        lock (_gate)
            _failures.Add(failure);
        var path = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"fuzz-{options.Seed}-{failure.Index}.jsonl"));
        File.WriteAllBytes(path, failure.Bytes);
        say(string.Create(CultureInfo.InvariantCulture, $"FAILED mutant {failure.Index}, {failure.Parser}: {failure.What} ({failure.Bytes.Length} bytes in {path})"));
    }

    private sealed class Worker
    {
        private readonly FuzzRun _run;
        private readonly Thread _thread;
        private readonly IReadOnlyList<IHarnessParser> _parsers = SampleSessions.Parsers();
        private long _began = -1;

        public Worker(FuzzRun run)
        {
            _run = run;
            _thread = new Thread(Work, maxStackSize: 1 << 20) { IsBackground = true };
            _thread.Start();
        }

        /// <summary>Waits so long for the worker to end.</summary>
        public bool HasEnded(TimeSpan wait) => _thread.Join(wait);

        public long Index { get; private set; }

        public string Parser { get; private set; } = "";

        public byte[] Bytes { get; private set; } = [];

        public TimeSpan Busy => Volatile.Read(ref _began) is >= 0 and var began ? Stopwatch.GetElapsedTime(began) : TimeSpan.Zero;

        private void Work()
        {
            while (_run.TakeIndex() is { } index)
            {
                var (home, bytes) = Mutant.Of(_run._samples, _run._seed, index);
                (Index, Bytes) = (index, bytes);
                Volatile.Write(ref _began, Stopwatch.GetTimestamp());
                var tally = new Tally();
                foreach (var parser in _parsers)
                {
                    // Foreign parsers get every mutant's detection, and one mutant in eight to read.
                    if (parser.Harness != home && index % 8 != 0)
                        continue;
                    Parser = parser.Harness;
                    if (MutantCheck.Find(parser, bytes, tally) is { } what)
                        _run.Report(new FuzzFailure(index, parser.Harness, what, Shrinker.Shrink(bytes, b => MutantCheck.Find(parser, b, new Tally()) is not null)));
                }

                var elapsed = Busy;
                Volatile.Write(ref _began, -1);
                _run.Count(bytes.Length, tally, elapsed);
            }
        }
    }

    private readonly SampleSessions _samples = samples;
    private readonly long _seed = options.Seed;
}
