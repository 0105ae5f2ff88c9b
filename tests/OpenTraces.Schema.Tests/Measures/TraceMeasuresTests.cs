using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace OpenTraces.Schema.Tests.Measures;

public sealed class TraceMeasuresTests
{
    [Fact]
    public void Tokens_are_summed_and_the_hit_rate_has_four_decimals()
    {
        var metrics = TraceMeasures.Of(
        [
            Step(null, new TokenUsage { InputTokens = 1, OutputTokens = 5, CacheReadTokens = 1, CacheWriteTokens = 7 }),
            Step(null, new TokenUsage { InputTokens = 1, OutputTokens = 6, CacheReadTokens = 0, CacheWriteTokens = 1 }),
        ]);
        Assert.Equal(
            new TraceMetrics
            {
                TotalSteps = 2,
                TotalInputTokens = 2,
                TotalOutputTokens = 11,
                TotalCacheReadTokens = 1,
                TotalCacheCreationTokens = 8,
                CacheHitRate = 0.3333,
                Unknown = metrics.Unknown,
            },
            metrics);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void One_placeholder_makes_the_total_a_placeholder(bool first, bool second) =>
        Assert.Equal(
            first || second,
            TraceMeasures.Of(
            [
                Step(null, new TokenUsage { OutputTokens = 1, OutputIsPlaceholder = first }),
                Step(null, new TokenUsage { OutputTokens = 2, OutputIsPlaceholder = second }),
            ]).TotalOutputIsPlaceholder);

    [Fact]
    public void Without_input_there_is_no_hit_rate() =>
        Assert.Null(TraceMeasures.Of([Step(null, new TokenUsage { OutputTokens = 5 })]).CacheHitRate);

    [Theory]
    [InlineData("2026-05-01T10:00:01.239Z;2026-05-01T12:00:00+02:00;2026-05-01T10:00:00.5Z", 1.24)]
    [InlineData("2026-05-01T10:00:00Z;2026-05-01T12:00:00+02:00", null)]
    [InlineData("2026-05-01T10:00:00Z", null)]
    [InlineData("2026-05-01T10:00:00Z;yesterday;5.3;;2026-05-01T10:01:00", 60.0)]
    [InlineData("", null)]
    public void The_duration_spans_the_times_that_can_be_read(string times, double? expected) =>
        Assert.Equal(expected, TraceMeasures.Of([.. times.Split(';').Select(time => Step(time, new TokenUsage()))]).TotalDurationS);

    [Fact]
    public void A_total_stops_at_the_largest_number()
    {
        var usage = new TokenUsage { InputTokens = long.MaxValue, CacheReadTokens = long.MaxValue, OutputTokens = -5 };
        var metrics = TraceMeasures.Of([Step(null, usage), Step(null, usage)]);
        Assert.Equal((long.MaxValue, 0L, 0.5), (metrics.TotalInputTokens, metrics.TotalOutputTokens, metrics.CacheHitRate));
    }

    [Fact]
    public void Totals_are_sums_and_do_not_depend_on_the_order_of_the_steps() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<(int, int, int, int)[]>(), calls =>
        {
            var steps = calls.Select((c, i) => Step(
                $"2026-05-01T10:00:{Math.Abs(c.Item1 % 60):00}Z",
                new TokenUsage { InputTokens = c.Item1, OutputTokens = c.Item2, CacheReadTokens = c.Item3, CacheWriteTokens = c.Item4 })).ToList();
            var metrics = TraceMeasures.Of(steps);
            steps.Reverse();
            return metrics == TraceMeasures.Of(steps) with { Unknown = metrics.Unknown }
                && metrics.TotalSteps == steps.Count
                && metrics.TotalInputTokens == calls.Sum(c => Math.Max(0L, c.Item1))
                && metrics.TotalOutputTokens == calls.Sum(c => Math.Max(0L, c.Item2))
                && metrics.TotalCacheReadTokens == calls.Sum(c => Math.Max(0L, c.Item3))
                && metrics.TotalCacheCreationTokens == calls.Sum(c => Math.Max(0L, c.Item4))
                && metrics.CacheHitRate is null or (>= 0 and <= 1);
        }));

    [Fact]
    public void However_many_calls_claim_however_much_no_total_wraps_around() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), parts =>
        {
            // In eighths of the largest number, so that a few calls are already too many.
            const long Eighth = long.MaxValue / 8;
            var metrics = TraceMeasures.Of([.. parts.Select(part => Step(null, new TokenUsage { InputTokens = part % 9 * Eighth }))]);
            return metrics.TotalInputTokens == Math.Min(long.MaxValue, parts.Sum(part => (decimal)(part % 9) * Eighth));
        }));

    private static Step Step(string? time, TokenUsage usage) =>
        new() { StepIndex = 1, Role = StepRole.Agent, Timestamp = time, TokenUsage = usage };
}
