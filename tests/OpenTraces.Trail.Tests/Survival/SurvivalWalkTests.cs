using OpenTraces.Trail.History;
using OpenTraces.Trail.Survival;
using OpenTraces.Trail.Tests.History;
using OpenTraces.Trail.Text;
using Xunit;

namespace OpenTraces.Trail.Tests.Survival;

/// <summary>The verdict as a function of a written-down history: a patch of lines 3 to 5 in file a, accepted by commit 0.</summary>
public sealed class SurvivalWalkTests
{
    private static readonly int[] Added = [10, 11, 12];

    private static TrackedPatch Patch(int[]? removed = null, params int[] telling) => new()
    {
        Commit = 0,
        Path = "a",
        Written = 3,
        Lines = [(3, 0), (4, 1), (5, 2)],
        Telling = telling.Length == 0 ? new HashSet<int> { 0, 1, 2 } : telling.ToHashSet(),
        Added = Added,
        Removed = removed ?? [],
    };

    private static FileDelta Delta(params HunkSpan[] hunks) => new("a", "a", "1", "2", hunks);

    private static HunkSpan Hunk(int oldStart, int oldCount, int newStart, int newCount) => new(oldStart, oldCount, newStart, newCount);

    private static PatchFate After(FileDelta delta, TrackedPatch? patch = null, int[]? reverts = null) =>
        SurvivalWalk.Run(new FakeHistory().Add([-1]).Add([0], reverts ?? [], [delta]), [patch ?? Patch()], 1)[0];

    public static TheoryData<string, SurvivalState, int> Table { get; } = new()
    {
        { "nothing", SurvivalState.AliveOnPath, 3 },
        { "insert above", SurvivalState.AliveOnPath, 3 },
        { "insert inside", SurvivalState.AliveOnPath, 3 },
        { "replace all", SurvivalState.Repaired, 0 },
        { "delete all", SurvivalState.Lost, 0 },
        { "replace one", SurvivalState.PartiallyPreserved, 2 },
        { "delete one", SurvivalState.PartiallyPreserved, 2 },
        { "move", SurvivalState.AliveMoved, 3 },
        { "move and relay", SurvivalState.AliveTransformed, 3 },
        { "relay", SurvivalState.AliveTransformed, 3 },
        { "drop the file", SurvivalState.Lost, 0 },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_change_decides_the_state(string change, SurvivalState state, int alive)
    {
        LinePair[] kept = [new(0, 0, false), new(1, 1, false), new(1, 2, false), new(2, 3, false)];
        var fate = After(change switch
        {
            "nothing" => Delta(),
            "insert above" => Delta(Hunk(1, 0, 1, 2)),
            "insert inside" => Delta(Hunk(4, 0, 4, 2)),
            "replace all" => Delta(Hunk(3, 3, 3, 5)),
            "delete all" => Delta(Hunk(2, 5, 2, 0)),
            "replace one" => Delta(Hunk(4, 1, 4, 1)),
            "delete one" => Delta(Hunk(5, 1, 5, 0)),
            "move" => new FileDelta("a", "b", "1", "1", []),
            "move and relay" => new FileDelta("a", "b", "1", "2", [Hunk(3, 3, 3, 4) with { Kept = kept }]),
            "relay" => Delta(Hunk(3, 3, 3, 4) with { Kept = kept }),
            _ => new FileDelta("a", null, "1", "0", [Hunk(1, 9, 1, 0)]),
        });
        Assert.Equal((state, alive), (fate.State, fate.LinesAlive));
        Assert.Equal(alive == 0 ? 1 : null, fate.EndedBy);
    }

    [Fact]
    public void Taking_back_the_removed_lines_is_a_revert()
    {
        var delta = Delta(Hunk(3, 3, 3, 3) with { AddedLines = [-1, 7, 8] });
        Assert.Equal(SurvivalState.Reverted, After(delta, Patch([7, 8])).State);
        Assert.Equal(SurvivalState.Repaired, After(delta, Patch([8, 7])).State);
    }

    [Fact]
    public void A_message_that_names_the_commit_makes_a_deletion_a_revert() =>
        Assert.Equal(SurvivalState.Reverted, After(Delta(Hunk(3, 3, 3, 0)), reverts: [0]).State);

    [Fact]
    public void A_brace_that_is_left_over_keeps_nothing_alive()
    {
        var fate = After(Delta(Hunk(3, 2, 3, 2)), Patch(null, 0, 1));
        Assert.Equal((SurvivalState.Repaired, 1), (fate.State, fate.LinesAlive));
    }

    [Fact]
    public void A_line_alive_on_one_side_of_a_merge_and_in_its_result_is_alive()
    {
        var history = new FakeHistory().Add([-1]).Add([0], Delta(Hunk(3, 3, 3, 0))).Add([0])
            .Add([1, 2], [], [Delta(Hunk(3, 0, 3, 3))], []);
        Assert.Equal(SurvivalState.AliveOnPath, SurvivalWalk.Run(history, [Patch()], 3)[0].State);
    }

    [Fact]
    public void A_line_that_one_side_lost_was_not_lost_in_the_merge()
    {
        var history = new FakeHistory().Add([-1]).Add([0], Delta(Hunk(3, 3, 3, 0))).Add([0])
            .Add([2, 1], [], [Delta(Hunk(3, 3, 3, 0))], []);
        Assert.Equal(1, SurvivalWalk.Run(history, [Patch()], 3)[0].EndedBy);
    }

    [Fact]
    public void A_commit_beside_the_revision_is_an_orphan()
    {
        var history = new FakeHistory().Add([-1]).Add([-1]);
        Assert.Equal(SurvivalState.OrphanBranch, SurvivalWalk.Run(history, [Patch()], 1)[0].State);
    }

    [Fact]
    public void Two_files_that_change_names_keep_their_lines_apart()
    {
        var swap = new FileDelta[] { new("a", "b", "1", "1", []), new("b", "a", "2", "2", []) };
        var fates = SurvivalWalk.Run(new FakeHistory().Add([-1]).Add([0], swap), [Patch(), Patch() with { Path = "b" }], 1);
        Assert.Equal(["b", "a"], fates.Select(f => f.CurrentPath));
    }
}
