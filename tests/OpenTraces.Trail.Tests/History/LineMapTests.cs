using FsCheck;
using FsCheck.Fluent;
using OpenTraces.Trail.Blame;
using OpenTraces.Trail.Git;
using OpenTraces.Trail.History;
using OpenTraces.Trail.Survival;
using Xunit;

namespace OpenTraces.Trail.Tests.History;

/// <summary>Following lines through random edits agrees with the naive diff the edits were made from.</summary>
public sealed class LineMapTests
{
    private static string[] Document(int[] numbers) => [.. numbers.Select(n => $"line {n & 7}")];

    private static FileChange Change(string[] old, string[] now) => new()
    {
        Status = 'M',
        OldPath = "a",
        NewPath = "a",
        OldBlob = "1",
        NewBlob = "2",
        IsFile = true,
        Hunks = [.. NaiveDiff.Hunks(old, now).Select(h => new DiffHunk(h.OldStart, h.NewStart, h.Removed, h.Added))],
    };

    private static FileDelta Delta(FileChange change) => new(
        "a", "a", "1", "2", [.. change.Hunks.Select(h => new HunkSpan(h.OldStart, h.Removed.Count, h.NewStart, h.Added.Count))]);

    [Fact]
    public void A_line_is_where_the_oracle_says_forward_and_backward() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<int[]>(), ArbMap.Default.ArbFor<int[]>(), (first, second) =>
        {
            var (old, now) = (Document(first), Document(second));
            var pairs = NaiveDiff.Pairs(old, now).ToDictionary(p => p.Old + 1, p => p.New + 1);
            var back = pairs.ToDictionary(p => p.Value, p => p.Key);
            var change = Change(old, now);
            var delta = Delta(change);
            return Enumerable.Range(1, old.Length).All(l => delta.Map(l).Line == pairs.GetValueOrDefault(l))
                && Enumerable.Range(1, now.Length).All(l => LineWalk.Back(change, l) == back.GetValueOrDefault(l));
        }));

    [Fact]
    public void A_chain_of_edits_keeps_the_lines_the_oracle_keeps() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<int[][]>(), edits =>
        {
            var versions = edits.Where(e => e is not null).Select(Document).Prepend(Document([1, 2, 3, 4, 5])).ToArray();
            var history = new FakeHistory();
            var alive = Enumerable.Range(0, versions[0].Length).ToDictionary(i => i, i => i);
            history.Add([-1]);
            for (var v = 1; v < versions.Length; v++)
            {
                var pairs = NaiveDiff.Pairs(versions[v - 1], versions[v]).ToDictionary(p => p.Old, p => p.New);
                alive = alive.Where(a => pairs.ContainsKey(a.Value)).ToDictionary(a => a.Key, a => pairs[a.Value]);
                history.Add([v - 1], Delta(Change(versions[v - 1], versions[v])));
            }

            var patch = new TrackedPatch
            {
                Commit = 0,
                Path = "a",
                Written = versions[0].Length,
                Lines = [.. Enumerable.Range(0, versions[0].Length).Select(i => (i + 1, i))],
            };
            var fate = SurvivalWalk.Run(history, [patch], versions.Length - 1)[0];
            return fate.Places.Select(p => (p.PatchLine, p.Line - 1)).Order().SequenceEqual(alive.Select(a => (a.Key, a.Value)).Order());
        }));
}
