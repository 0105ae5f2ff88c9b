using OpenTraces.Cli.Sample;
using OpenTraces.Cli.Tests.Sample;
using Xunit;

namespace OpenTraces.Cli.Tests.Commands.Upkeep;

public sealed class ReplayTests : IDisposable
{
    private const string Reference = "refs/opentraces/local/events/v1";

    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_clone_is_told_once_and_the_answer_is_a_document()
    {
        var repository = await BuildAsync();
        var first = (await ReplayAsync(repository, "--json")).Json();
        Assert.Equal(("ok", Reference, true), (first.GetProperty("status").GetString(), first.GetProperty("event_log_ref").GetString(), first.GetProperty("changed").GetBoolean()));
        Assert.Equal(Git.Run(repository, "rev-parse", Reference).Trim(), first.GetProperty("event_log_head").GetString());
        Assert.True(first.GetProperty("events_added").GetInt32() > 0);
        Assert.NotEmpty(first.GetProperty("traces").EnumerateArray());
        var second = (await ReplayAsync(repository, "--json")).Json();
        Assert.Equal((0, false), (second.GetProperty("events_added").GetInt32(), second.GetProperty("changed").GetBoolean()));
        Assert.Equal(first.GetProperty("event_log_head").GetString(), second.GetProperty("event_log_head").GetString());
    }

    [Fact]
    public async Task For_a_person_it_names_the_ref_that_it_wrote()
    {
        var repository = await BuildAsync();
        var first = await ReplayAsync(repository);
        Assert.Equal((0, ""), (first.Code, first.Error));
        Assert.StartsWith("Wrote " + Reference, first.Text, StringComparison.Ordinal);
        Assert.Contains("No other ref was touched", first.Text, StringComparison.Ordinal);
        Assert.Contains("up to date", (await ReplayAsync(repository)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ref_of_somebody_else_ends_with_3_and_says_what_to_do()
    {
        var repository = await BuildAsync();
        Git.Run(repository, "update-ref", Reference, "HEAD");
        var refused = await ReplayAsync(repository);
        Assert.Equal(3, refused.Code);
        Assert.Contains("git update-ref -d " + Reference, refused.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await _cli.RunAsync("bucket", "replay")).Code);
        Assert.Equal(3, (await ReplayAsync(_cli.Folder.Root)).Code);
    }

    private Task<CliResult> ReplayAsync(string repository, params string[] more) => _cli.RunAsync(["bucket", "replay", "--repo", repository, .. more]);

    private async Task<string> BuildAsync()
    {
        var sample = await SampleBuilder.BuildAsync(_cli.Folder["sample"], CancellationToken.None);
        Assert.Equal(0, (await _cli.RunAsync(["capture", "import", .. sample.SessionPaths, "--json"])).Code);
        return sample.RepositoryPath;
    }
}
