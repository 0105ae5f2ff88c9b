using System.Globalization;
using System.Text;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Ingest;

public class GrowthTests
{
    private const int Generations = 10;

    [Theory]
    [InlineData(200)]
    [InlineData(2000)]
    public async Task Ten_growing_generations_cost_at_most_one_and_a_half_times_the_last_alone(int steps)
    {
        var session = Some.Session("growing", steps);
        await MeasureAsync(g => session.Build(steps * g / Generations));
    }

    [Fact]
    public async Task Ten_growing_copies_of_a_real_session_cost_at_most_one_and_a_half_times_the_last_alone()
    {
        var file = Corpus.Files().Where(f => f.StartsWith("codex/", StringComparison.Ordinal))
            .Select(Corpus.Require).OrderBy(f => new FileInfo(f).Length).Last();
        var lines = await File.ReadAllLinesAsync(file);
        await MeasureAsync(g => OfLines(lines[..(lines.Length * g / Generations)]));
    }

    /// <summary>Stands in for a parser: one step per line, its text the line's.</summary>
    private static CapturedTrace OfLines(string[] lines)
    {
        var key = new TraceKey { Agent = "codex-cli", SessionId = "real", FirstEntry = ContentHash.Of(Encoding.UTF8.GetBytes(lines[0])) };
        return new CapturedTrace
        {
            Key = key,
            Sources = [Some.Source(string.Concat(lines.Select(l => l + "\n")))],
            Report = new ParseReport { Parser = "lines", ParserVersion = 1, Lines = new LineCounts { Mapped = lines.Length } },
            Record = new TraceRecord
            {
                TraceId = key.ToTraceId().ToString(),
                SessionId = "real",
                TimestampEnd = SomeSession.Start.AddMinutes(lines.Length).ToString("O", CultureInfo.InvariantCulture),
                Agent = new Agent { Name = "codex-cli" },
                Steps = [.. lines.Select((l, i) => new Step { StepIndex = i + 1, Role = StepRole.Agent, Content = l })],
            },
        };
    }

    private static async Task MeasureAsync(Func<int, CapturedTrace> generation)
    {
        await using var alone = await OpenBucket.CreateAsync();
        await alone.Bucket.AddAsync(generation(Generations));
        await alone.CloseAsync();

        await using var grown = await OpenBucket.CreateAsync();
        for (var g = 1; g <= Generations; g++)
        {
            await grown.Bucket.AddAsync(generation(g));
            await grown.ReopenAsync();
        }

        await grown.CloseAsync();
        var ratio = (double)grown.Bytes() / alone.Bytes();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"raw {generation(Generations).Sources[0].Length}, alone {alone.Bytes()} (blobs {alone.Bytes("blobs")}, index {alone.Bytes("index")}), "
            + $"grown {grown.Bytes()} (blobs {grown.Bytes("blobs")}, events {grown.Bytes("events")}, index {grown.Bytes("index")}): {ratio:F3}"));
        Assert.InRange(ratio, 1.0, 1.5);
    }
}
