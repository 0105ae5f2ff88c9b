using System.Globalization;
using OpenTraces.Trail.Curves;
using Xunit;

namespace OpenTraces.Trail.Tests.Curves;

public sealed class MeasureSurvivalTests : IDisposable
{
    private const string Head = "import sys\n\n";

    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    private static string Work(string name) =>
        $"def {name}_of(order):\n    amount = order.{name} * order.quantity\n    rounded = round(amount, {name}_digits)\n    return rounded\n";

    private AgentSession Land(string file, AgentSession agent)
    {
        _scene.Commit($"{file}.py", Head);
        agent.Edit($"{file}.py", Head + Work(file));
        _scene.Repo.Commit($"Take {file}");
        return agent;
    }

    private async Task<SurvivalCurves> MeasureAsync(SurvivalGrouping by = SurvivalGrouping.None, string revision = "HEAD") =>
        await (await _scene.OpenAsync()).MeasureSurvivalAsync(by, revision);

    [Fact]
    public async Task A_change_lives_from_the_commit_that_took_it_to_the_one_that_ended_it()
    {
        Land("price", _scene.Agent());
        Land("weight", _scene.Agent("session-2"));
        _scene.Repo.Advance(TimeSpan.FromDays(3) - TimeSpan.FromMinutes(1));
        _scene.Commit("weight.py", Head, "Do without");
        _scene.Repo.Advance(TimeSpan.FromDays(4));
        _scene.Commit("other.txt", "other\n");
        var curve = Assert.Single((await MeasureAsync()).Curves);
        Assert.Equal(("all", 2, 1, 8, 4, 3.0), (curve.Group, curve.Patches, curve.Ended, curve.Lines, curve.LinesEnded, curve.MedianInDays));
        Assert.Equal([(0.0, 1.0, 2), (3, 0.5, 2)], curve.Points.Take(2).Select(p => (p.AgeInDays, p.Alive, p.AtRisk)));
        // Two commits a minute each after the other's, then what the history adds.
        Assert.Equal(7.002083, curve.Points[^1].AgeInDays);
    }

    [Fact]
    public async Task Lines_of_a_change_that_went_earlier_count_from_then()
    {
        Land("price", _scene.Agent());
        _scene.Repo.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(1));
        _scene.Commit("price.py", Head + Work("price").Replace("    return rounded\n", "", StringComparison.Ordinal));
        _scene.Repo.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(1));
        _scene.Commit("price.py", Head);
        var curve = Assert.Single((await MeasureAsync()).Curves);
        Assert.Equal([(0.0, 1.0), (1, 0.75), (2, 0)], curve.Points.Select(p => (p.AgeInDays, p.Alive)));
        Assert.Equal((1, 1), (curve.Patches, curve.Ended));
    }

    [Fact]
    public async Task At_an_earlier_revision_nothing_is_known_of_what_came_later()
    {
        Land("price", _scene.Agent());
        _scene.Repo.Advance(TimeSpan.FromDays(3));
        _scene.Commit("price.py", Head, "Do without");
        Assert.Equal(0, Assert.Single((await MeasureAsync(revision: "HEAD~1")).Curves).Ended);
        Assert.Equal(1, Assert.Single((await MeasureAsync()).Curves).Ended);
    }

    [Fact]
    public async Task A_deletion_that_is_taken_back_ended_as_one_line()
    {
        _scene.Commit("price.py", Head + Work("price"));
        _scene.Agent().Delete("price.py");
        _scene.Repo.Commit("Away with it");
        _scene.Repo.Advance(TimeSpan.FromDays(2) - TimeSpan.FromMinutes(1));
        _scene.Commit("price.py", Head + Work("price"), "Back");
        var curve = Assert.Single((await MeasureAsync()).Curves);
        Assert.Equal((1, 1, 1, 2.0), (curve.Patches, curve.Ended, curve.Lines, curve.MedianInDays));
    }

    [Fact]
    public async Task What_never_landed_or_lies_on_another_branch_has_no_age()
    {
        _scene.Commit("price.py", Head);
        _scene.Agent().Claim("price.py", [], ["alpha_beta gamma_delta epsilon_zeta"]);
        _scene.Repo.Git("checkout", "-q", "-b", "side");
        Land("weight", _scene.Agent("session-2"));
        _scene.Repo.Git("checkout", "-q", "main");
        Assert.Empty((await MeasureAsync()).Curves);
    }

    [Fact]
    public async Task A_call_that_a_fork_holds_again_counts_once()
    {
        var first = _scene.Agent();
        var second = _scene.Agent("session-2");
        first.CallPrefix = second.CallPrefix = "shared";
        _scene.Commit("price.py", Head);
        first.Edit("price.py", Head + Work("price"));
        _scene.Repo.Write("price.py", Head);
        second.Edit("price.py", Head + Work("price"));
        _scene.Repo.Commit("Take it");
        Assert.Equal(1, Assert.Single((await MeasureAsync()).Curves).Patches);
    }

    [Fact]
    public async Task A_clock_that_went_back_makes_no_negative_age()
    {
        Land("price", _scene.Agent());
        _scene.Repo.Advance(TimeSpan.FromMinutes(-3));
        _scene.Commit("price.py", Head, "Do without");
        Assert.Equal([(0.0, 0.0)], Assert.Single((await MeasureAsync()).Curves).Points.Select(p => (p.AgeInDays, p.Alive)));
    }

    [Theory]
    [InlineData(SurvivalGrouping.Agent, "claude-code 1, codex-cli 2")]
    [InlineData(SurvivalGrouping.Model, "lab/large 1, lab/small 1, unknown 1")]
    [InlineData(SurvivalGrouping.Tool, "Edit 2, unknown 1")]
    [InlineData(SurvivalGrouping.None, "all 3")]
    public async Task Groups_come_in_the_order_of_their_names(SurvivalGrouping by, string expected)
    {
        // A step's own model goes before the session's; where neither is named it is unknown.
        var own = _scene.Agent();
        (own.Harness, own.Model, own.MainModel, own.Tool) = ("codex-cli", "lab/small", "lab/large", "Edit");
        var main = _scene.Agent("session-2");
        (main.MainModel, main.Tool) = ("lab/large", "Edit");
        var silent = _scene.Agent("session-3");
        silent.Harness = "codex-cli";
        Land("price", own);
        Land("weight", main);
        Land("height", silent);
        var curves = await MeasureAsync(by);
        Assert.Equal(by, curves.By);
        Assert.Equal(expected, string.Join(", ", curves.Curves.Select(c => $"{c.Group} {c.Patches}")));
    }

    [Fact]
    public async Task The_same_history_gives_the_same_picture_in_every_culture()
    {
        Land("price", _scene.Agent());
        Land("weight", _scene.Agent("session-2"));
        _scene.Repo.Advance(TimeSpan.FromHours(7));
        _scene.Commit("weight.py", Head, "Do without");
        var trail = await _scene.OpenAsync();
        var pictures = await Task.WhenAll(new[] { ".", ",", "'" }.Select(separator => Task.Run(async () =>
        {
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NegativeSign) = (separator, "minus");
            CultureInfo.CurrentCulture = culture;
            var text = new StringWriter();
            SurvivalPlot.WriteSvg(await trail.MeasureSurvivalAsync(SurvivalGrouping.Agent), text);
            return text.ToString();
        })));
        Assert.Single(pictures.Distinct());
        Assert.Contains("claude-code", pictures[0], StringComparison.Ordinal);
    }
}
