using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Trail.Tests.Blame;

/// <summary>Lines of agents that somebody put elsewhere.</summary>
public sealed class MovedTests : IDisposable
{
    private const string Start = "import sys\nimport os\n\ndef first(value):\n    return sys.path + value\n\n";
    private const string Work = "def total_of(order):\n    amount = order.price * order.quantity\n    rounded = round(amount, digits)\n    return rounded\n\n";

    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    private AgentSession Landed()
    {
        _scene.Commit("src/a.py", Start);
        var agent = _scene.Agent().Edit("src/a.py", Start + Work);
        _scene.Repo.Commit("Take it");
        return agent;
    }

    [Fact]
    public async Task A_function_that_went_into_a_new_file_is_still_its_authors()
    {
        var agent = Landed();
        _scene.Repo.Write("src/a.py", Start);
        _scene.Commit("src/orders.py", "import json\n\n" + Work, "Split");
        var fate = await _scene.FateAsync(agent);
        Assert.Equal((SurvivalState.AliveMoved, "src/orders.py"), (fate.State, fate.CurrentPath));
        var lines = (await (await _scene.OpenAsync()).BlameFileAsync("HEAD", "src/orders.py")).Lines;
        Assert.Equal([null, null, agent.Id, agent.Id, agent.Id, agent.Id], lines.Take(6).Select(l => l.Anchor?.Patch.TraceId));
        // As git blame has it, the commit that split the file brought the lines into it.
        Assert.Equal(_scene.Repo.Git("rev-parse", "HEAD").Trim(), lines[2].Commit);
    }

    [Fact]
    public async Task A_function_that_went_on_from_file_to_file_is_found_in_the_last()
    {
        var agent = Landed();
        _scene.Repo.Write("src/a.py", Start);
        _scene.Commit("src/orders.py", "import json\n\n" + Work, "Split");
        _scene.Repo.Git("mv", "src/orders.py", "src/shop.py");
        _scene.Repo.Commit("Rename");
        _scene.Repo.Write("src/shop.py", "import json\n\n");
        _scene.Commit("src/later.py", "import csv\nimport json\n\n" + Work, "Split again");
        Assert.Equal("src/later.py", (await _scene.FateAsync(agent)).CurrentPath);
        var lines = (await (await _scene.OpenAsync()).BlameFileAsync("HEAD", "src/later.py")).Lines;
        Assert.Equal(4, lines.Count(l => l.Anchor?.Patch.TraceId == agent.Id));
    }

    [Fact]
    public async Task Imports_that_were_put_in_order_are_still_their_authors()
    {
        _scene.Commit("a.py", "import sys\nimport json\n\nrun(sys)\n");
        var agent = _scene.Agent().Edit("a.py", "import sys\nimport json\nfrom accounts import LedgerBook\n\nrun(sys)\n");
        _scene.Repo.Commit("Take it");
        _scene.Commit("a.py", "from accounts import LedgerBook\nimport json\nimport sys\n\nrun(sys)\n", "Sort");
        Assert.Equal(SurvivalState.AliveOnPath, (await _scene.FateAsync(agent)).State);
        var lines = (await (await _scene.OpenAsync()).BlameFileAsync("HEAD", "a.py")).Lines;
        Assert.Equal(agent.Id, lines[0].Anchor?.Patch.TraceId);
    }

    [Fact]
    public async Task A_line_that_gained_a_word_is_no_longer_its_authors()
    {
        var agent = Landed();
        _scene.Commit("src/a.py", (Start + Work).Replace("return rounded", "return rounded # of the customer", StringComparison.Ordinal));
        var fate = await _scene.FateAsync(agent);
        Assert.Equal((SurvivalState.PartiallyPreserved, 3), (fate.State, fate.LinesAlive - 1));
        var lines = (await (await _scene.OpenAsync()).BlameFileAsync("HEAD", "src/a.py")).Lines;
        Assert.Null(lines.Single(l => l.Text.Contains("customer", StringComparison.Ordinal)).Anchor);
    }

    [Fact]
    public async Task A_text_without_distinctive_words_is_claimed_where_it_is_the_only_one_but_not_firmly()
    {
        _scene.Commit("a.py", Start);
        var agent = _scene.Agent().Edit("a.py", Start.Replace("def first(value):\n", "def first(value):\n    check()\n", StringComparison.Ordinal));
        _scene.Commit("a.py", _scene.Repo.Read("a.py").Replace("import os\n", "import os\nimport json_of_a_person\n", StringComparison.Ordinal));
        var fate = await _scene.FateAsync(agent);
        Assert.Equal((EvidenceTier.ExactRangeHash, false), (fate.Anchor.Tier, fate.Anchor.Firm));
    }

    [Fact]
    public async Task Of_lines_that_read_the_same_none_is_claimed_firmly()
    {
        _scene.Commit("src/a.py", Start);
        _scene.Agent().Edit("src/a.py", Start + Work);
        _scene.Repo.Commit("Take it");
        _scene.Commit("src/a.py", Start + Work + "if late:\n    " + AgentSession.Lines(Work)[^1] + "\n");
        var lines = (await (await _scene.OpenAsync()).BlameFileAsync("HEAD", "src/a.py")).Lines.Where(l => l.Anchor is not null).ToArray();
        Assert.Equal(AgentSession.Lines(Work), lines.Select(l => l.Text));
        Assert.Equal(lines.Select(l => l != lines[^1]), lines.Select(l => l.Firm));
    }

    [Fact]
    public async Task All_traces_are_tracked_in_one_reading_as_each_alone()
    {
        var one = Landed();
        var two = _scene.Agent("session-2").Edit("b.py", Work.Replace("total_of", "sum_of", StringComparison.Ordinal));
        _scene.Repo.Commit("More");
        _scene.Agent("session-3").Claim("never/was/here.py", [], ["alpha beta gamma delta"]);
        var trail = await _scene.OpenAsync();
        var all = new List<TraceTracking>();
        await foreach (var tracking in trail.TrackAllAsync())
            all.Add(tracking);
        Assert.Equal(new[] { one.Id, two.Id }.Order(), all.Select(t => t.TraceId));
        foreach (var tracking in all)
        {
            var alone = await trail.TrackAsync(tracking.TraceId);
            Assert.Equal(alone.Patches.Select(p => (p.State, p.Anchor.Commit, p.LinesAlive)), tracking.Patches.Select(p => (p.State, p.Anchor.Commit, p.LinesAlive)));
        }
    }
}
