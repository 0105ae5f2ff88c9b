using System.Diagnostics;
using System.Globalization;
using OpenTraces.Bucket.Torture.Children;
using OpenTraces.Bucket.Torture.Work;
using OpenTraces.TestKit;

namespace OpenTraces.Bucket.Torture.Drivers;

/// <summary>
/// Kills writers at moments from their start to deep in their work, one or two at a time, and checks the bucket after every
/// kill. Beside most of them another prunes or forgets, and after some one repairs; those are killed too. The next writer finds what the kill left, unless the check, which may write, has found it first.
/// </summary>
public sealed class KillsDriver : ITortureMode
{
    private const int KillsPerBucket = 20;

    /// <summary>Each round of a mender reads the whole bucket, so that a hundred of a large one would outlast our patience.</summary>
    private const int MostRounds = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public string Name => "kills";

    public string Usage => "--count N [--seed N] [--lanes N] [--kills-per-bucket N] [--folder DIR]";

    public async Task<int> RunAsync(TortureOptions options, Stream output)
    {
        var lines = new LineWriter(output);
        var seed = options.Number("--seed", Random.Shared.Next(1, 1_000_000));
        var count = options.Number("--count", 200);
        var perBucket = options.Number("--kills-per-bucket", KillsPerBucket);
        lines.Write(string.Create(CultureInfo.InvariantCulture, $"kills --count {count} --seed {seed} --kills-per-bucket {perBucket}"));
        var buckets = new System.Collections.Concurrent.ConcurrentQueue<(int Number, int Kills)>(
            Enumerable.Range(0, (count + perBucket - 1) / perBucket).Select(n => (n, Math.Min(perBucket, count - (n * perBucket)))));
        var clock = Stopwatch.StartNew();
        var total = new KillTally();
        var lanes = Enumerable.Range(0, options.Number("--lanes", Environment.ProcessorCount)).Select(_ => Task.Run(async () =>
        {
            while (buckets.TryDequeue(out var next))
            {
                try
                {
                    var tally = await new Life(seed, next.Number, options.Text("--folder")).RunAsync(next.Kills);
                    lines.Write(total.Add(tally, clock.Elapsed));
                }
                catch (TortureFailureException)
                {
                    buckets.Clear();
                    throw;
                }
            }
        }));
        await Task.WhenAll(lanes);
        lines.Write($"seed {seed}: {total}");
        return 0;
    }

    /// <summary>One bucket and those who are killed over it.</summary>
    private sealed class Life(int seed, int number, string? folder)
    {
        private readonly Random _random = new(HashCode.Combine(seed, number));
        private int _writers;

        public async Task<KillTally> RunAsync(int kills)
        {
            using var temp = new TempFolder();
            var ledger = new Ledger(Path.Combine(folder ?? temp.Root, $"bucket-{seed}-{number}"), new SessionCache());
            var tally = new KillTally { Buckets = 1 };
            try
            {
                while (tally.Kills < kills)
                {
                    tally.Kills += await KillAsync(ledger, kills - tally.Kills);
                    if (ledger.Acknowledged == 0 && !File.Exists(Path.Combine(ledger.Bucket, "bucket.json")))
                        continue; // Killed before there was a bucket.
                    var isReadOnly = _random.Next(3) > 0;
                    (tally.Traces, tally.Events) = await ledger.CheckAsync(isReadOnly);
                    tally.Checks++;
                }

                await SurviveAsync(ledger);
                tally.Acknowledged = ledger.Acknowledged;
                tally.Forgotten = ledger.Forgotten;
                return tally;
            }
            catch (TortureFailureException e)
            {
                throw new TortureFailureException($"seed {seed}, bucket {number}, after {tally.Kills} kills: {e.Message}", e);
            }
        }

        /// <summary>The bucket can be opened and written to in the end, and a cold reader finds all of it.</summary>
        private async Task SurviveAsync(Ledger ledger)
        {
            using var last = StartWriter(ledger, "--count", "5");
            await last.EndAsync();
            if (last.ExitCode != 0)
                throw new TortureFailureException($"A writer after the kills ended with {last.ExitCode}: {last.LastLine} {last.Errors}");
            ledger.Take(last);
            await ledger.CheckAsync(readOnly: false);
            await ledger.CheckAsync(readOnly: true);
        }

        private async Task<int> KillAsync(Ledger ledger, int most)
        {
            var writers = most > 1 && _random.Next(4) == 0 ? 2 : 1;
            var victims = Enumerable.Range(0, writers).Select(_ => (Child: StartWriter(ledger), Moment: KillMoment.Choose(_random))).ToList();
            using var beside = _random.Next(8) switch
            {
                < 4 => Start("prune", ledger),
                4 => Start("forget", ledger),
                _ => null,
            };
            await Task.WhenAll(victims.Select(v => v.Moment.StrikeAsync(v.Child).WaitAsync(Patience)));
            if (beside is not null)
                await StopAsync(ledger, beside);
            foreach (var (child, _) in victims)
            {
                using (child)
                {
                    if (!child.WasKilled)
                        throw new TortureFailureException($"A writer ended by itself with {child.ExitCode}: {child.LastLine} {child.Errors}");
                    ledger.Take(child);
                }
            }

            if (_random.Next(8) == 0 && File.Exists(Path.Combine(ledger.Bucket, "bucket.json")))
                await MendAsync(ledger);
            return writers;
        }

        /// <summary>Nobody else has the bucket open then.</summary>
        private async Task MendAsync(Ledger ledger)
        {
            using var mender = Start("mend", ledger);
            var moment = KillMoment.Choose(_random);
            await (moment with { Lines = Math.Min(moment.Lines, MostRounds) }).StrikeAsync(mender).WaitAsync(Patience);
            await StopAsync(ledger, mender);
        }

        /// <summary>It is killed in the middle of whatever it does, or has ended by then.</summary>
        private static async Task StopAsync(Ledger ledger, ChildProcess child)
        {
            child.Kill();
            await child.EndAsync().WaitAsync(Patience);
            if (!child.WasKilled && child.ExitCode != 0)
                throw new TortureFailureException($"What was done beside the writers ended with {child.ExitCode}: {child.LastLine} {child.Errors}");
            ledger.Take(child);
        }

        private ChildProcess Start(string mode, Ledger ledger) => ChildProcess.Start(mode,
            ["--bucket", ledger.Bucket, "--seed", (((number + 1) * 100_000) + _writers++).ToString(CultureInfo.InvariantCulture)]);

        private ChildProcess StartWriter(Ledger ledger, params string[] more) => ChildProcess.Start("write",
        [
            "--bucket", ledger.Bucket, "--shared", $"shared{seed}.{number}",
            "--seed", (((number + 1) * 100_000) + _writers++).ToString(CultureInfo.InvariantCulture), .. more,
        ]);
    }
}
