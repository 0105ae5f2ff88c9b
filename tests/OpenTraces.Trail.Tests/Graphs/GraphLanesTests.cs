using OpenTraces.Trail.Graphs;
using Xunit;

namespace OpenTraces.Trail.Tests.Graphs;

/// <summary>Graphs in short: <c>c:ab</c> is a commit c that comes from a and b. Rows in short: its lane, then its lines.</summary>
public sealed class GraphLanesTests
{
    [Theory]
    [InlineData("a line", "c:b b:a a:", "0 00 | 0 00 | 0")]
    [InlineData("a merge", "m:ab b:a a:", "0 00 01 | 1 00 10 | 0")]
    [InlineData("a merge whose sides go on", "m:ab a:r b:r r:", "0 00 01 | 0 00 11 | 1 00 10 | 0")]
    [InlineData("an octopus", "m:abc c:r b:r a:r r:", "0 00 01 02 | 2 00 11 22 | 1 00 12 22 | 0 02 22 | 2")]
    [InlineData("two crossed merges", "x:ab y:ba a:r b:r r:", "0 00 01 | 2 00 11 20 21 | 0 00 11 | 1 00 10 | 0")]
    [InlineData("two roots", "b:a c: a:", "0 00 | 1 00 | 0")]
    [InlineData("a branch that nothing leads to", "b:a c:a a:", "0 00 | 1 00 10 | 0")]
    [InlineData("a column that is free again", "m:ab b:a d:a a:", "0 00 01 | 1 00 10 | 1 00 10 | 0")]
    [InlineData("nothing", "", "")]
    public void Commits_stand_where_their_lines_lead(string what, string commits, string rows)
    {
        var graph = commits.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Commit).ToArray();
        var drawn = string.Join(" | ", GraphLanes.Of(graph).Select(r => string.Join(' ', r.Lines.Select(l => $"{l.From}{l.To}").Prepend($"{r.Lane}"))));
        Assert.True(rows == drawn, $"{what}: {drawn}");
    }

    [Fact]
    public void Every_line_reaches_what_it_goes_to_and_no_column_holds_two()
    {
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            var count = random.Next(1, 40);
            var graph = Enumerable.Range(0, count).Select(i => Commit(i, [.. Enumerable.Range(0, random.Next(4))
                .Select(_ => i + 1 + random.Next(6)).Where(p => p < count).Distinct()])).ToArray();
            Check(graph, GraphLanes.Of(graph));
        }
    }

    /// <summary>Walks down the picture: from each commit, lines must lead to just those it comes from.</summary>
    private static void Check(GraphCommit[] graph, IReadOnlyList<GraphRow> rows)
    {
        for (var i = 0; i < graph.Length; i++)
        {
            var reached = new HashSet<string>();
            var at = rows[i].Lines.Where(l => l.From == rows[i].Lane).Select(l => l.To).ToHashSet();
            for (var row = i + 1; at.Count > 0; row++)
            {
                if (at.Remove(rows[row].Lane))
                    reached.Add(graph[row].Id);
                at = [.. at.Select(lane => Assert.Single(rows[row].Lines, l => l.From == lane && l.From != rows[row].Lane).To)];
            }

            Assert.Equal(graph[i].Shown.Order(StringComparer.Ordinal), reached.Order(StringComparer.Ordinal));
        }
    }

    private static GraphCommit Commit(string text) => Make(text[..1], [.. text[2..].Select(p => p.ToString())]);

    private static GraphCommit Commit(int number, int[] parents) => Make($"{number:00}", [.. parents.Select(p => $"{p:00}")]);

    private static GraphCommit Make(string id, string[] parents) =>
        new() { Id = id, Subject = id, Time = default, Parents = parents, Shown = parents, Traces = [] };
}
