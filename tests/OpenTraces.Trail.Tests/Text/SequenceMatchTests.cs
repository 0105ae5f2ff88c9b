using FsCheck;
using FsCheck.Fluent;
using OpenTraces.Trail.Text;
using Xunit;

namespace OpenTraces.Trail.Tests.Text;

public sealed class SequenceMatchTests
{
    [Fact]
    public void Matches_are_as_many_as_the_textbook_finds_and_rise_on_both_sides() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<int[]>(), ArbMap.Default.ArbFor<int[]>(), (first, second) =>
        {
            int[] left = [.. first.Select(x => x & 3)];
            int[] right = [.. second.Select(x => x & 3)];
            var pairs = SequenceMatch.Find(left, right);
            var expected = NaiveDiff.Pairs([.. left.Select(x => $"{x}")], [.. right.Select(x => $"{x}")]).Count;
            return pairs.Count == expected
                && pairs.TrueForAll(p => left[p.Left] == right[p.Right])
                && pairs.Zip(pairs.Skip(1)).All(p => p.First.Left < p.Second.Left && p.First.Right < p.Second.Right);
        }));

    [Fact]
    public void Long_sequences_with_little_in_common_still_match_what_occurs_once()
    {
        int[] left = [.. Enumerable.Range(0, 3000).Select(i => i % 100 == 0 ? i : 100_000 + i)];
        int[] right = [.. Enumerable.Range(0, 3000).Select(i => i % 100 == 0 ? i : 200_000 + i)];
        Assert.Equal(30, SequenceMatch.Find(left, right).Count);
    }
}
