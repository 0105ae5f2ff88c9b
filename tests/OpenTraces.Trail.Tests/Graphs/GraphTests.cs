using System.Xml.Linq;
using OpenTraces.Schema;
using OpenTraces.Trail.Graphs;
using Xunit;

namespace OpenTraces.Trail.Tests.Graphs;

public sealed class GraphTests : IDisposable
{
    private const string Work = "total = compute(price, quantity)\nrounded = round(total, digits)\nreport(rounded, currency)\n";

    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Commits_come_newest_first_with_the_traces_they_took()
    {
        var (one, two, _) = Build();
        var graph = await ReadAsync(new GraphQuery());
        Assert.Equal("Merge branch 'side'", graph.Commits[0].Subject);
        Assert.Equal(["More", "Side"], graph.Commits.Skip(1).Take(2).Select(c => c.Subject).Order(StringComparer.Ordinal));
        Assert.Equal(["Take it", "Begin"], graph.Commits.Skip(3).Select(c => c.Subject));
        var (taken, more) = (graph.Commits.Single(c => c.Subject == "Take it"), graph.Commits.Single(c => c.Subject == "More"));
        Assert.Equal((one.Id, 3, "a.py", true), Print(Assert.Single(taken.Traces)));
        Assert.Equal((two.Id, 3, "b.py", true), Print(Assert.Single(more.Traces)));
        Assert.All(graph.Commits.Except([taken, more]), c => Assert.Empty(c.Traces));
        Assert.False(graph.Truncated);
        Assert.Null(graph.Trace);
        for (var i = 0; i < graph.Commits.Count; i++)
        {
            Assert.Equal(graph.Commits[i].Parents, graph.Commits[i].Shown);
            Assert.All(graph.Commits[i].Parents, p => Assert.True(graph.Commits.Select(c => c.Id).ToList().IndexOf(p) > i));
        }
    }

    [Fact]
    public async Task A_trace_shows_its_own_commits_tied_over_those_between()
    {
        var (one, _, _) = Build();
        one.Edit("a.py", _scene.Repo.Read("a.py") + "for each in every(thing):\n    print(each, thing, another)\n");
        _scene.Repo.Commit("Again");
        var graph = await ReadAsync(new GraphQuery { Trace = one.Id });
        Assert.Equal((one.Id, false), (graph.Trace, graph.Truncated));
        Assert.Equal(["Again", "Take it"], graph.Commits.Select(c => c.Subject));
        Assert.Equal([[graph.Commits[1].Id], []], graph.Commits.Select(c => c.Shown));
        Assert.NotEqual(graph.Commits[0].Parents, graph.Commits[0].Shown);
    }

    [Fact]
    public async Task What_is_cut_off_is_said_and_nothing_leads_to_it()
    {
        Build();
        var graph = await ReadAsync(new GraphQuery { Limit = 2 });
        Assert.Equal((2, "Merge branch 'side'", true), (graph.Commits.Count, graph.Commits[0].Subject, graph.Truncated));
        Assert.All(graph.Commits.SelectMany(c => c.Shown), p => Assert.Contains(graph.Commits, c => c.Id == p));
        Assert.False((await ReadAsync(new GraphQuery { Limit = 5 })).Truncated);
    }

    [Fact]
    public async Task Other_branches_are_shown_when_they_are_asked_for()
    {
        var (_, _, begin) = Build();
        Assert.Equal(["Begin"], (await ReadAsync(new GraphQuery { Revision = begin })).Commits.Select(c => c.Subject));
        Assert.Equal(5, (await ReadAsync(new GraphQuery { Revision = begin, AllBranches = true })).Commits.Count);
    }

    [Fact]
    public async Task Both_ends_of_a_range_of_time_count()
    {
        Build();
        var all = (await ReadAsync(new GraphQuery())).Commits;
        var time = all.Single(c => c.Subject == "Take it").Time;
        Assert.Equal(["Take it"], (await ReadAsync(new GraphQuery { Since = time, Until = time })).Commits.Select(c => c.Subject));
        Assert.Equal(all.Where(c => c.Time > time).Select(c => c.Id), (await ReadAsync(new GraphQuery { Since = time.AddSeconds(1) })).Commits.Select(c => c.Id));
    }

    [Fact]
    public async Task A_limit_of_nothing_and_a_trace_that_is_not_held_are_told_apart()
    {
        Build();
        var limit = await Assert.ThrowsAsync<OpenTracesException>(() => ReadAsync(new GraphQuery { Limit = 0 }));
        var trace = await Assert.ThrowsAsync<OpenTracesException>(() => ReadAsync(new GraphQuery { Trace = _scene.Agent("nobody").Id }));
        Assert.Equal((OpenTracesErrorCode.InvalidRequest, OpenTracesErrorCode.NotFound), (limit.Code, trace.Code));
    }

    [Fact]
    public async Task The_picture_has_a_dot_for_each_commit_and_cannot_be_broken_by_a_subject()
    {
        Build();
        _scene.Commit("c.txt", "alpha\n", "</text><script>alert(1)</script> & \u0001");
        var graph = await ReadAsync(new GraphQuery());
        using var text = new StringWriter();
        GraphPlot.WriteSvg(graph, text);
        var svg = XDocument.Parse(text.ToString()).Root!;
        Assert.Equal(graph.Commits.Count, svg.Descendants().Count(e => e.Name.LocalName == "circle"));
        Assert.Equal(2, svg.Descendants().Count(e => e.Attribute("class")?.Value.StartsWith("dot ", StringComparison.Ordinal) == true));
        Assert.DoesNotContain(svg.Descendants(), e => e.Name.LocalName == "script");
        Assert.DoesNotContain('\r', text.ToString());
    }

    /// <summary>Begin, an agent's commit; then one on each of two branches, and their merge.</summary>
    private (AgentSession One, AgentSession Two, string Begin) Build()
    {
        var begin = _scene.Commit("a.py", "alpha\nbeta\n", "Begin");
        var one = _scene.Agent().Edit("a.py", "alpha\n" + Work + "beta\n");
        _scene.Repo.Commit("Take it");
        _scene.Repo.Git("checkout", "-q", "-b", "side");
        _scene.Commit("side.txt", "of the side\n", "Side");
        _scene.Repo.Git("checkout", "-q", "main");
        var two = _scene.Agent("session-2").Edit("b.py", Work.Replace("total", "sum", StringComparison.Ordinal));
        _scene.Repo.Commit("More");
        _scene.Repo.Git("merge", "-q", "--no-edit", "side");
        return (one, two, begin);
    }

    private async Task<CommitGraph> ReadAsync(GraphQuery query) => await (await _scene.OpenAsync()).ReadGraphAsync(query, TestContext.Current.CancellationToken);

    private static (TraceId, int, string, bool) Print(GraphTrace trace) => (trace.TraceId, trace.Lines, string.Join(' ', trace.Files), trace.Firm);
}
