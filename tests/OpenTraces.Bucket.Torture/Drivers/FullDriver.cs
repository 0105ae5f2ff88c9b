using System.Globalization;
using OpenTraces.Bucket.Torture.Children;
using OpenTraces.Bucket.Torture.Work;
using OpenTraces.Schema;
using OpenTraces.TestKit;

namespace OpenTraces.Bucket.Torture.Drivers;

/// <summary>
/// Writers that may write no file longer than a limit, as on a full disk: with the signal ignored, so that a write fails, and
/// with it, so that the process dies in the middle of a write. Needs a shell that knows <c>ulimit -f</c>.
/// </summary>
public sealed class FullDriver : ITortureMode
{
    private const int FileSizeSignal = 25;

    public string Name => "full";

    public string Usage => "[--seed N] [--rounds N]";

    public static bool IsSupported => OperatingSystem.IsLinux();

    public async Task<int> RunAsync(TortureOptions options, Stream output)
    {
        var lines = new LineWriter(output);
        var seed = options.Number("--seed", Random.Shared.Next(1, 1_000_000));
        var rounds = options.Number("--rounds", 12);
        lines.Write(string.Create(CultureInfo.InvariantCulture, $"full --rounds {rounds} --seed {seed}"));
        if (!IsSupported)
            throw new TortureFailureException("This needs a Linux shell's 'ulimit -f'.");
        var random = new Random(seed);
        for (var round = 0; round < rounds; round++)
        {
            // The longest files are those of the log, which grow slowly: a higher limit would take minutes to meet.
            var kibibytes = 8 << random.Next(0, 5);
            var isIgnored = round % 4 != 3;
            using var temp = new TempFolder();
            var ledger = new Ledger(Path.Combine(temp.Root, "bucket"), new SessionCache());
            try
            {
                var message = await RunAsync(ledger, (seed * 100) + round, kibibytes, isIgnored);
                lines.Write(string.Create(CultureInfo.InvariantCulture,
                    $"limit {kibibytes} KiB, {(isIgnored ? "refused" : "killed")}: {ledger.Acknowledged} acknowledged and all there. {message}"));
            }
            catch (TortureFailureException e)
            {
                throw new TortureFailureException($"seed {seed}, limit {kibibytes} KiB, signal {(isIgnored ? "ignored" : "kept")}: {e.Message}", e);
            }
        }

        lines.Write($"seed {seed}: {rounds} limits, everything acknowledged was there, and new writing worked");
        return 0;
    }

    /// <summary>One bucket: a writer that is limited, a check, another limited writer, a free one, and the last check.</summary>
    private static async Task<string> RunAsync(Ledger ledger, int seed, int kibibytes, bool isIgnored)
    {
        var message = await FillAsync(ledger, seed, kibibytes, isIgnored);
        await ledger.CheckAsync(readOnly: true);
        await FillAsync(ledger, seed + 50, kibibytes, isIgnored);
        await ledger.CheckAsync(readOnly: false);
        using var free = Start(ledger, seed + 51, null, "--count", "10");
        await free.EndAsync();
        if (free.ExitCode != 0 || free.Acknowledged.Count < 10)
            throw new TortureFailureException($"With room again a writer ended with {free.ExitCode}: {free.LastLine} {free.Errors}");
        ledger.Take(free);
        await ledger.CheckAsync(readOnly: false);
        await ledger.CheckAsync(readOnly: true);
        return message;
    }

    private static async Task<string> FillAsync(Ledger ledger, int seed, int kibibytes, bool isIgnored)
    {
        var limits = (isIgnored ? "trap '' XFSZ; " : "") + string.Create(CultureInfo.InvariantCulture, $"ulimit -c 0; ulimit -f {kibibytes}");
        // Until the limit, however slow the machine is.
        using var child = Start(ledger, seed, limits);
        await child.EndAsync().WaitAsync(TimeSpan.FromMinutes(10));
        ledger.Take(child);
        if (!isIgnored)
        {
            return child.ExitCode == 128 + FileSizeSignal
                ? "" : throw new TortureFailureException($"The limit ended a writer with {child.ExitCode}: {child.LastLine} {child.Errors}");
        }

        var refused = $"{WriteMode.RefusedWord} {OpenTracesErrorCode.Precondition} ";
        if (child.ExitCode != WriteMode.Refused || !child.LastLine.StartsWith(refused, StringComparison.Ordinal)
            || !child.LastLine.Contains("ulimit -f", StringComparison.Ordinal))
        {
            throw new TortureFailureException($"The limit is no clear error; the writer ended with {child.ExitCode}: {child.LastLine} {child.Errors}");
        }

        return child.LastLine[refused.Length..];
    }

    private static ChildProcess Start(Ledger ledger, int seed, string? limits, params string[] more) => ChildProcess.Start(
        "write", ["--bucket", ledger.Bucket, "--seed", seed.ToString(CultureInfo.InvariantCulture), .. more], limits);
}
