using System.Globalization;
using OpenTraces.Bucket.Torture.Work;

namespace OpenTraces.Bucket.Torture.Children;

/// <summary>Repairs a bucket that nobody else has open, and makes its index and its counts anew, again and again, with a line each time.</summary>
public sealed class MendMode : ITortureMode
{
    public string Name => "mend";

    public string Usage => "--bucket DIR --seed N [--count N] [--seconds N]";

    public async Task<int> RunAsync(TortureOptions options, Stream output)
    {
        var lines = new LineWriter(output);
        var life = new ChildLife(options);
        var path = options.Required("--bucket");
        var rounds = 0;
        lines.Write(WriteMode.ReadyWord);
        while (life.TakeTurn())
        {
            var report = await TraceBucket.RepairAsync(path);
            if (report.LostObjects > 0 || report.Incomplete.Count > 0 || report.Log is not null)
                throw new TortureFailureException($"A repair finds {report.LostObjects} objects lost, {report.Incomplete.Count} traces incomplete, and the log {(report.Log is null ? "whole" : "broken")}.");
            await using var bucket = await TraceBucket.OpenAsync(path);
            await bucket.ReadManifestAsync(heal: true);
            await bucket.RebuildAsync(Substrates.Index);
            lines.Write(string.Create(CultureInfo.InvariantCulture, $"mended {++rounds}"));
        }

        return 0;
    }
}
