using System.Text.Json;
using System.Xml.Linq;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Cli.Tests.Commands.Trails;

public sealed class TrackCurveTests(SampleBucket sample) : IClassFixture<SampleBucket>
{
    [Fact]
    public async Task The_curve_of_all_changes_counts_those_that_landed()
    {
        var answer = await AnswerAsync("--curve");
        Assert.Equal("opentraces.trail.curve.v1", answer.GetProperty("schema_version").GetString());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("by").ValueKind);
        var curve = Assert.Single(answer.GetProperty("curves").EnumerateArray());
        // One of the sample's six never landed; one was reverted.
        Assert.Equal(("all", 5, 1), (curve.GetProperty("group").GetString(), curve.GetProperty("patches").GetInt32(), curve.GetProperty("patches_ended").GetInt32()));
        var points = curve.GetProperty("points").EnumerateArray().ToList();
        Assert.Equal((0, 1, 5), (points[0].GetProperty("age_days").GetDouble(), points[0].GetProperty("alive").GetDouble(), points[0].GetProperty("at_risk").GetInt32()));
        var last = points[^1];
        Assert.InRange(last.GetProperty("alive").GetDouble(), last.GetProperty("low").GetDouble(), last.GetProperty("high").GetDouble());
    }

    [Fact]
    public async Task Curves_of_agents_stand_in_the_order_of_their_names()
    {
        var answer = await AnswerAsync("--curve", "--by", "agent");
        Assert.Equal(("agent", 2), (answer.GetProperty("by").GetString(), answer.GetProperty("count").GetInt32()));
        Assert.Equal(["claude-code", "codex-cli"], Groups(answer));
    }

    [Theory]
    [InlineData("model")]
    [InlineData("tool")]
    public async Task Models_and_tools_come_from_the_steps(string by)
    {
        var groups = Groups(await AnswerAsync("--curve", "--by", by)).ToList();
        Assert.True(groups.Count >= 2);
        Assert.DoesNotContain("unknown", groups);
    }

    [Fact]
    public async Task The_picture_goes_into_the_file_it_is_asked_into()
    {
        var file = sample.Cli.Folder["curve.svg"];
        var result = await sample.TrackAsync("--curve", "--by", "agent", "--svg", file, "--json");
        Assert.Equal(file, result.Json().GetProperty("svg").GetString());
        var svg = XDocument.Load(file).Root!;
        Assert.Equal("svg", svg.Name.LocalName);
        Assert.Contains(svg.Descendants(), e => e.Value == "codex-cli");
        Assert.NotEqual(0xEF, (await File.ReadAllBytesAsync(file))[0]);
    }

    [Fact]
    public async Task A_picture_that_has_no_place_is_a_precondition()
    {
        var result = await sample.TrackAsync("--curve", "--svg", sample.Cli.Folder["no/such/folder/curve.svg"]);
        Assert.Equal((3, ""), (result.Code, result.Text));
        Directory.CreateDirectory(sample.Cli.Folder["curve-folder"]);
        result = await sample.TrackAsync("--curve", "--svg", sample.Cli.Folder["curve-folder"]);
        Assert.Equal(3, result.Code);
        Assert.Contains("is a folder", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_sees_shares_at_four_ages()
    {
        var text = (await sample.TrackAsync("--curve", "--by", "agent")).Text;
        Assert.All(["1d", "7d", "30d", "90d", "oldest", "median", "claude-code", "codex-cli", "95 %"], w => Assert.Contains(w, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_nothing_landed_there_is_no_curve()
    {
        using var repo = new TempGitRepo();
        repo.Commit("first");
        var result = await sample.TrackAsync("--curve", "--repo", repo.Root, "--json");
        Assert.Equal((0, 0), (result.Code, result.Json().GetProperty("count").GetInt32()));
        Assert.Contains("No change of a session has landed", (await sample.TrackAsync("--curve", "--repo", repo.Root)).Text, StringComparison.Ordinal);
    }

    private static IEnumerable<string?> Groups(JsonElement answer) =>
        answer.GetProperty("curves").EnumerateArray().Select(c => c.GetProperty("group").GetString());

    private async Task<JsonElement> AnswerAsync(params string[] arguments)
    {
        var result = await sample.TrackAsync([.. arguments, "--json"]);
        Assert.True(result.Code == 0, result.Error);
        return result.Json();
    }
}
