using OpenTraces.Trail.Curves;
using Xunit;

namespace OpenTraces.Trail.Tests.Curves;

public sealed class KaplanMeierTests
{
    /// <summary>Published many times; the interval is the one on the scale of log(-log S).</summary>
    [Theory]
    [InlineData(6, 21, 0.857, 0.620, 0.952)]
    [InlineData(7, 17, 0.807, 0.563, 0.923)]
    [InlineData(10, 15, 0.753, 0.503, 0.889)]
    [InlineData(13, 12, 0.690, 0.432, 0.849)]
    [InlineData(16, 11, 0.627, 0.368, 0.805)]
    [InlineData(22, 7, 0.538, 0.268, 0.747)]
    [InlineData(23, 6, 0.448, 0.188, 0.680)]
    public void The_classic_remissions_come_out_as_published(int age, int atRisk, double alive, double low, double high)
    {
        var point = Assert.Single(Treated().Points, p => p.AgeInDays == age);
        Assert.Equal((atRisk, alive, low, high), (point.AtRisk, Three(point.Alive), Three(point.Low), Three(point.High)));
    }

    [Fact]
    public void An_age_between_two_ends_has_what_the_earlier_left()
    {
        Assert.Equal(0.857, Three(Treated().FindPoint(6.9)!.Alive));
        Assert.Equal(1, Treated().FindPoint(5)!.Alive);
        Assert.Equal(0.448, Three(Treated().FindPoint(35)!.Alive));
    }

    [Fact]
    public void Beyond_the_oldest_line_nothing_is_said()
    {
        Assert.Null(Treated().FindPoint(35.1));
        Assert.Null(Treated().FindPoint(-1));
        Assert.Equal(0, KaplanMeier.Estimate("x", Lives.Untreated).FindPoint(1000)!.Alive);
    }

    [Fact]
    public void The_median_is_where_half_are_gone()
    {
        Assert.Equal(23, Treated().MedianInDays);
        Assert.Equal(8, KaplanMeier.Estimate("x", Lives.Untreated).MedianInDays);
        Assert.Equal(2, KaplanMeier.Estimate("x", [Lives.Ended(2), Lives.Seen(3)]).MedianInDays);
        Assert.Null(KaplanMeier.Estimate("x", [Lives.Ended(2), Lives.Seen(3), Lives.Seen(3)]).MedianInDays);
    }

    [Fact]
    public void Ends_at_one_age_are_one_step_and_who_was_last_seen_then_was_still_at_risk()
    {
        var curve = KaplanMeier.Estimate("x", [Lives.Ended(5), Lives.Ended(5), Lives.Seen(5), Lives.Seen(9)]);
        Assert.Equal([(0.0, 1.0, 4), (5, 0.5, 4), (9, 0.5, 1)], curve.Points.Select(p => (p.AgeInDays, p.Alive, p.AtRisk)));
    }

    [Fact]
    public void Where_nothing_ended_all_are_alive_and_no_interval_is_claimed()
    {
        var curve = KaplanMeier.Estimate("x", [Lives.Seen(3), Lives.Seen(8, 5)]);
        Assert.Equal([(0.0, 1.0, 2), (3, 1, 2), (8, 1, 1)], curve.Points.Select(p => (p.AgeInDays, p.Alive, p.AtRisk)));
        Assert.All(curve.Points, p => Assert.Null(p.Low ?? p.High));
        Assert.Equal((2, 0, 6, 0), (curve.Patches, curve.Ended, curve.Lines, curve.LinesEnded));
    }

    [Fact]
    public void Of_nothing_there_is_no_point()
    {
        var curve = KaplanMeier.Estimate("x", []);
        Assert.Empty(curve.Points);
        Assert.Null(curve.FindPoint(0));
        Assert.Null(curve.MedianInDays);
    }

    [Fact]
    public void One_patch_that_ended_leaves_nothing_and_no_interval()
    {
        var curve = KaplanMeier.Estimate("x", [Lives.Ended(4, 9)]);
        Assert.Equal([(0.0, 1.0), (4, 0)], curve.Points.Select(p => (p.AgeInDays, p.Alive)));
        Assert.Null(curve.Points[1].Low ?? curve.Points[1].High);
        Assert.Equal(4, curve.MedianInDays);
    }

    [Fact]
    public void What_ended_as_it_was_born_is_gone_at_age_0()
    {
        var curve = KaplanMeier.Estimate("x", [Lives.Ended(0), Lives.Seen(2)]);
        Assert.Equal([(0.0, 0.5), (2, 0.5)], curve.Points.Select(p => (p.AgeInDays, p.Alive)));
    }

    /// <summary>
    /// By hand: lines 3 and 1, one of the three ends. S = 3/4; (3 + 1)² / (9 + 1) = 1.6 patches; the variance of log S is
    /// 1/3 / 1.6 = 0.208333; the exponent exp(1.959964 · 0.456435 / 0.287682) = 22.413.
    /// </summary>
    [Fact]
    public void Lines_weigh_and_patches_are_what_the_interval_counts()
    {
        var point = KaplanMeier.Estimate("x", [Lives.Of(3, 1, 1, 5), Lives.Seen(5)]).FindPoint(1)!;
        Assert.Equal((0.75, 0.0016, 0.9872), (point.Alive, Math.Round(point.Low!.Value, 4), Math.Round(point.High!.Value, 4)));
    }

    [Fact]
    public void Many_lines_of_a_patch_tell_no_more_than_one()
    {
        var small = KaplanMeier.Estimate("x", [Lives.Ended(2), Lives.Seen(9), Lives.Seen(9)]);
        var large = KaplanMeier.Estimate("x", [Lives.Ended(2, 500), Lives.Seen(9, 500), Lives.Seen(9, 500)]);
        Assert.Equal(small.Points, large.Points);
    }

    private static SurvivalCurve Treated() => KaplanMeier.Estimate("6-MP", Lives.Treated);

    private static double Three(double? value) => Math.Round(value!.Value, 3);
}
