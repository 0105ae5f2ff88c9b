using FsCheck;
using FsCheck.Fluent;
using OpenTraces.Trail.Curves;
using Xunit;

namespace OpenTraces.Trail.Tests.Curves;

public sealed class KaplanMeierPropertyTests
{
    [Fact]
    public void A_curve_never_rises_and_its_ages_never_repeat() => For(lives =>
    {
        var points = KaplanMeier.Estimate("x", lives).Points;
        return points.Zip(points.Skip(1)).All(p => p.First.Alive >= p.Second.Alive && p.First.AgeInDays < p.Second.AgeInDays
            && p.First.AtRisk >= p.Second.AtRisk);
    });

    [Fact]
    public void A_share_lies_within_its_interval_and_both_within_0_and_1() => For(lives => KaplanMeier.Estimate("x", lives).Points.All(p =>
        p.Alive is >= 0 and <= 1 && (p.Low is null) == (p.Alive is 0 or 1)
        && (p.Low is null || (p.Low >= 0 && p.Low <= p.Alive && p.Alive <= p.High && p.High <= 1))));

    [Fact]
    public void The_order_of_patches_does_not_matter() => For(lives =>
    {
        PatchLife[] other = [.. lives.Reverse().Skip(1), .. lives.Reverse().Take(1)];
        return KaplanMeier.Estimate("x", lives).Points.SequenceEqual(KaplanMeier.Estimate("x", other).Points);
    });

    [Fact]
    public void Of_single_lines_it_is_the_textbook_estimate() => For(many =>
    {
        PatchLife[] lives = [.. many.Select(l => l.Ends.Count > 0 ? Lives.Ended((int)(l.Ends[0].Age / 86_400)) : Lives.Seen((int)(l.Age / 86_400)))];
        return KaplanMeier.Estimate("x", lives).Points.All(p => Math.Abs(p.Alive - Textbook(lives, p.AgeInDays)) < 0.000002);
    });

    private static double Textbook(PatchLife[] lives, double age) => lives
        .Where(l => l.Left == 0 && Days(l) <= age).Select(Days).Distinct()
        .Aggregate(1.0, (s, t) => s * (1 - (lives.Count(l => l.Left == 0 && Days(l) == t) / (double)lives.Count(l => Days(l) >= t))));

    private static double Days(PatchLife life) => life.Age / 86_400.0;

    private static void For(Func<PatchLife[], bool> holds) => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(), bytes => holds([.. bytes.Select((b, i) =>
        {
            // A byte gives an age, an end and how much of the patch it takes; the place gives the size.
            var (lines, age) = ((i % 4) + 1, b & 15);
            return Lives.Of(lines, (b >> 4) % (lines + 1), age, (b >> 4) % (lines + 1) == lines ? age : age + 2);
        })])));
}
