using FsCheck;
using FsCheck.Fluent;
using OpenTraces.Capture.Harnesses.Edits;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.Edits;

public class HunkSplitterTests
{
    /// <summary>Applies hunks by their old starts and checks their new ones on the way.</summary>
    internal static List<string> Apply(IReadOnlyList<string> old, IReadOnlyList<LineHunk> hunks)
    {
        var result = new List<string>();
        var at = 0;
        foreach (var hunk in hunks)
        {
            while (at < hunk.OldStart - 1)
                result.Add(old[at++]);
            Assert.Equal(hunk.NewStart, result.Count + 1);
            Assert.Equal(old.Skip(at).Take(hunk.Removed.Count), hunk.Removed);
            at += hunk.Removed.Count;
            result.AddRange(hunk.Added);
        }

        result.AddRange(old.Skip(at));
        return result;
    }

    [Fact]
    public void Equal_texts_have_no_hunks() => Assert.Empty(HunkSplitter.Split("a\nb\n", "a\nb\n"));

    [Fact]
    public void Line_ends_alone_are_no_change() => Assert.Empty(HunkSplitter.Split("a\r\nb", "a\nb\n"));

    [Fact]
    public void Two_changes_apart_are_two_hunks()
    {
        var hunks = HunkSplitter.Split("a\nb\nc\nd\ne\n", "a\nB\nc\nd\nd2\ne\n");
        Assert.Equal(2, hunks.Count);
        Assert.Equal((2, 2), (hunks[0].OldStart, hunks[0].NewStart));
        Assert.Equal(["b"], hunks[0].Removed);
        Assert.Equal(["B"], hunks[0].Added);
        Assert.Equal((5, 5), (hunks[1].OldStart, hunks[1].NewStart));
        Assert.Empty(hunks[1].Removed);
        Assert.Equal(["d2"], hunks[1].Added);
    }

    [Fact]
    public void Neighbouring_hunks_are_kept_apart_by_at_least_one_kept_line() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<byte[]>(), (a, b) =>
        {
            var hunks = HunkSplitter.Split(Letters(a), Letters(b));
            return hunks.Zip(hunks.Skip(1)).All(p => p.First.OldStart + p.First.Removed.Count < p.Second.OldStart)
                && hunks.All(h => h.Removed.Count + h.Added.Count > 0);
        }));

    [Fact]
    public void Applying_the_hunks_to_the_old_text_gives_the_new_one() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<byte[]>(), (a, b) =>
            Apply(Letters(a), HunkSplitter.Split(Letters(a), Letters(b))).SequenceEqual(Letters(b))));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Large_texts_with_few_and_many_edits_come_out_right(int seed)
    {
        var random = new Random(seed);
        var old = Enumerable.Range(0, 3000).Select(_ => $"line {random.Next(seed * 400)}").ToList();
        var @new = old.Where(_ => random.Next(10) != 0).SelectMany(l => random.Next(8) == 0 ? [l, "new " + random.Next()] : new[] { l }).ToList();
        Assert.Equal(@new, Apply(old, HunkSplitter.Split(old, @new)));
    }

    [Fact]
    public void Texts_with_nothing_unique_and_too_many_edits_are_one_hunk()
    {
        var old = Enumerable.Range(0, 2000).Select(i => i % 2 == 0 ? "a" : "b").ToList();
        var @new = Enumerable.Range(0, 2000).Select(i => i % 2 == 0 ? "c" : "d").ToList();
        Assert.Single(HunkSplitter.Split(old, @new));
    }

    [Fact]
    public void The_script_is_as_short_as_it_can_be_where_nothing_is_unique()
    {
        var hunks = HunkSplitter.Split("a\nb\nc\na\nb\nb\na", "c\nb\na\nb\na\nc");
        Assert.Equal(5, hunks.Sum(h => h.Removed.Count + h.Added.Count));
    }

    private static List<string> Letters(byte[] bytes) => [.. bytes.Select(b => ((char)('a' + b % 5)).ToString())];
}
