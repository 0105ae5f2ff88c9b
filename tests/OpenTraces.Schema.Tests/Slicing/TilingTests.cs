using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace OpenTraces.Schema.Tests.Slicing;

public sealed class TilingTests
{
    [Theory]
    [InlineData(4, "0-3", true, 1, 0, 0, 0, true)]
    [InlineData(4, "2-3 0-1", true, 1, 0, 0, 0, true)]
    [InlineData(4, "0-1 3-3", false, 0.75, 1, 0, 0, false)]
    [InlineData(4, "0-2 2-3", false, 1, 0, 1, 0, false)]
    [InlineData(4, "0-3 1-2 1-2", false, 1, 0, 2, 0, false)]
    [InlineData(4, "0-4", false, 1, 0, 0, 1, false)]
    [InlineData(4, "0-3 3-2", false, 1, 0, 0, 1, false)]
    [InlineData(3, "0-0", false, 0.333333, 2, 0, 0, false)]
    [InlineData(3, "", false, 0, 3, 0, 0, false)]
    [InlineData(0, "", true, 1, 0, 0, 0, true)]
    [InlineData(0, "0-0", false, 1, 0, 0, 1, false)]
    [InlineData(2, "0-1 2147483647--2147483648", false, 1, 0, 0, 1, false)]
    public void The_verifier_says_what_is_wrong(
        int count, string spans, bool valid, double coverage, int gaps, int overlaps, int outOfRange, bool contiguous)
    {
        var tiling = Tiling.Verify(Parse(spans), count);
        Assert.Equal((valid, coverage, gaps, overlaps, outOfRange, contiguous),
            (tiling.IsValid, tiling.Coverage, tiling.Gaps, tiling.Overlaps, tiling.OutOfRange, tiling.IsContiguous));
    }

    [Fact]
    public void The_verifier_agrees_with_counting_every_position() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<(byte, byte)[]>(), pairs =>
        {
            var pieces = pairs.Select(pair => new Trajectory((pair.Item1 % 24) - 2, (pair.Item2 % 24) - 2, "k", "l")).ToArray();
            var hits = Enumerable.Range(0, 20).Select(at => pieces.Count(piece => piece.Start <= at && at <= piece.End)).ToArray();
            var tiling = Tiling.Verify(pieces, 20);
            return tiling.Gaps == hits.Count(hit => hit == 0) && tiling.Overlaps == hits.Count(hit => hit > 1);
        }));

    private static Trajectory[] Parse(string spans) =>
    [
        .. spans.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(span =>
        {
            var dash = span.IndexOf('-', 1);
            return new Trajectory(int.Parse(span[..dash]), int.Parse(span[(dash + 1)..]), "k", "l");
        }),
    ];
}
