using OpenTraces.Trail.Git;
using OpenTraces.Trail.History;
using OpenTraces.Trail.Text;
using Xunit;

namespace OpenTraces.Trail.Tests.History;

/// <summary>Which lines of one change went from one place to another.</summary>
public sealed class MovedLinesTests
{
    private static readonly string[] Function = ["def total_of(order):", "    amount = order.price * order.quantity", "    return amount", ""];

    [Fact]
    public void A_block_that_left_one_file_for_another_is_followed_line_by_line()
    {
        var moves = Find(Taken("a.py", 10, Function), Put("b.py", 3, ["import sys", .. Function]));
        Assert.Equal([(10, 4), (11, 5), (12, 6)], moves.Select(m => (m.OldLine, m.NewLine)));
        Assert.All(moves, m => Assert.Equal(("a.py", "b.py"), (m.OldPath, m.NewPath)));
    }

    [Fact]
    public void Another_indentation_does_not_hide_a_block() =>
        Assert.Equal(3, Find(Taken("a.py", 1, Function), Put("b.py", 1, [.. Function.Select(l => "\t" + l + "\r")])).Count);

    [Fact]
    public void Hashes_of_the_other_file_are_enough()
    {
        var other = Put("b.py", 7, []) with { AddedHashes = [new HashedLines(7, [.. Function.Select(LineText.Hash)])] };
        Assert.Equal([7, 8, 9], Find(Taken("a.py", 1, Function), other).Select(m => m.NewLine));
    }

    [Fact]
    public void What_any_file_may_hold_is_not_taken_for_moved() =>
        Assert.Empty(Find(Taken("a.py", 1, ["    return None", "    pass"]), Put("b.py", 1, ["    return None", "    pass"])));

    [Fact]
    public void A_text_that_occurs_twice_is_not_followed_by_itself()
    {
        Assert.Empty(Find(Taken("a.py", 1, [Function[1]]), Put("b.py", 1, [Function[1]]), Put("c.py", 1, [Function[1]])));
        Assert.Empty(Find(Taken("a.py", 1, [Function[1]]), Taken("d.py", 1, [Function[1]]), Put("b.py", 1, [Function[1]])));
    }

    [Fact]
    public void A_text_that_occurs_twice_is_followed_beside_one_that_does_not()
    {
        string[] block = ["    notify_customer_about(delivery)", "    return result"];
        var moves = Find(Taken("a.py", 1, block), Put("b.py", 1, [.. block, "x = unrelated_call(value)", "    return result"]));
        Assert.Equal([(1, 1), (2, 2)], moves.Select(m => (m.OldLine, m.NewLine)));
    }

    [Fact]
    public void Within_one_file_a_single_import_is_followed()
    {
        var change = Taken("a.py", 1, ["from zones import Zone"]);
        change = change with { Hunks = [.. change.Hunks, new DiffHunk(5, 4, [], ["from zones import Zone"])] };
        Assert.Equal([(1, 4)], Find(change).Select(m => (m.OldLine, m.NewLine)));
    }

    [Fact]
    public void A_file_that_nobody_asks_about_gives_nothing() =>
        Assert.Empty(MovedLines.Find([Taken("a.py", 1, Function), Put("b.py", 1, Function)], p => p == "b.py", _ => []));

    private static List<LineMove> Find(params FileChange[] changes) => MovedLines.Find(changes, _ => true, _ => []);

    private static FileChange Taken(string path, int line, string[] lines) => Change(path, new DiffHunk(line, line, lines, []));

    private static FileChange Put(string path, int line, string[] lines) => Change(path, new DiffHunk(line, line, [], lines));

    private static FileChange Change(string path, DiffHunk hunk) =>
        new() { Status = 'M', OldPath = path, NewPath = path, OldBlob = "1", NewBlob = "2", IsFile = true, Hunks = [hunk] };
}
