using System.Globalization;
using OpenTraces.Bucket.Torture.Children;
using OpenTraces.Bucket.Torture.Work;
using OpenTraces.TestKit;

namespace OpenTraces.Bucket.Torture.Drivers;

/// <summary>
/// Processes at work on one bucket at the same time: half of them write, half of what they write about is shared. Every one
/// must end well, and afterwards everything that was acknowledged must be there.
/// </summary>
public sealed class PartyDriver : ITortureMode
{
    public string Name => "party";

    public string Usage => "[--processes N] [--seconds N] [--seed N] [--count N] [--folder DIR]";

    public async Task<int> RunAsync(TortureOptions options, Stream output)
    {
        var lines = new LineWriter(output);
        var seed = options.Number("--seed", Random.Shared.Next(1, 1_000_000));
        var processes = options.Number("--processes", 8);
        var seconds = options.Number("--seconds", 60);
        lines.Write(string.Create(CultureInfo.InvariantCulture, $"party --processes {processes} --seconds {seconds} --seed {seed}"));
        using var temp = new TempFolder();
        var ledger = new Ledger(Path.Combine(options.Text("--folder") ?? temp.Root, $"party-{seed}"), new SessionCache());

        // Somebody makes the bucket; whoever opens it to read only needs one that is there.
        await using (await TraceBucket.OpenAsync(ledger.Bucket))
        {
        }

        var children = Enumerable.Range(0, processes).Select(n => (Mode: ModeOf(n), Child: ChildProcess.Start(ModeOf(n),
        [
            "--bucket", ledger.Bucket, "--shared", "shared" + Text(seed), "--seed", Text((seed * 100) + n), "--seconds", Text(seconds),
            "--count", Text(options.Number("--count", int.MaxValue)),
        ]))).ToList();
        var reads = new List<string>();
        foreach (var (mode, child) in children)
        {
            using (child)
            {
                await child.EndAsync().WaitAsync(TimeSpan.FromSeconds(seconds) + TimeSpan.FromMinutes(5));
                if (child.ExitCode != 0)
                    throw new TortureFailureException($"seed {seed}: '{mode}' ended with {child.ExitCode}: {child.LastLine} {child.Errors}");
                ledger.Take(child);
                if (mode != "write")
                    reads.Add(child.LastLine);
            }
        }

        await ledger.CheckAsync(readOnly: true);
        var (traces, events) = await ledger.CheckAsync(readOnly: false);
        lines.Write(string.Create(CultureInfo.InvariantCulture,
            $"seed {seed}: {processes} processes for {seconds} s, {ledger.Acknowledged} sources acknowledged in {traces} traces and {events} events, all there; {ledger.Busy} times busy; {string.Join(", ", reads)}"));
        return 0;
    }

    private static string ModeOf(int number) => number % 2 == 0 ? "write" : Modes.PartyGuests[number / 2 % Modes.PartyGuests.Count];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
