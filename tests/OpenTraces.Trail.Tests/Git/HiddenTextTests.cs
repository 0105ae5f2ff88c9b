using Xunit;

namespace OpenTraces.Trail.Tests.Git;

/// <summary>What is committed is text or not by its bytes, whatever attributes or settings say of how it is shown.</summary>
public sealed class HiddenTextTests : IDisposable
{
    private const string Work = "total = price * quantity\nrounded = round(total, digits)\nreport(rounded, currency)\n";

    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData("committed")]
    [InlineData("personal")]
    [InlineData("driver")]
    [InlineData("threshold")]
    public async Task Text_that_git_does_not_show_is_found_and_followed(string how)
    {
        _scene.Commit("README", "A till\n");
        switch (how)
        {
            case "committed":
                _scene.Commit(".gitattributes", "*.lock -diff\n");
                break;
            case "personal":
                _scene.Repo.Write(".git/info/attributes", "*.lock -diff\n");
                break;
            case "driver":
                _scene.Repo.Write(".git/info/attributes", "*.lock diff=hidden\n");
                _scene.Repo.Git("config", "diff.hidden.binary", "true");
                break;
            default:
                _scene.Repo.Git("config", "core.bigFileThreshold", "10");
                break;
        }

        _scene.Commit("all.lock", "alpha\nbeta\n");
        var agent = _scene.Agent().Edit("all.lock", "alpha\n" + Work + "beta\n");
        var commit = _scene.Repo.Commit("Take it");
        _scene.Commit("all.lock", "first\nalpha\n" + Work + "beta\n", "Later");
        var fate = await _scene.FateAsync(agent);
        Assert.Equal((commit, SurvivalState.AliveOnPath, true), (fate.Anchor.Commit, fate.State, fate.Anchor.Firm));
        var trail = await _scene.OpenAsync();
        Assert.Equal([3, 4, 5], (await trail.BlameFileAsync("HEAD", "all.lock")).Lines.Where(l => l.Firm).Select(l => l.Line));
        var blame = await trail.BlameCommitAsync(commit);
        Assert.Equal((3, 3), (blame.AddedLines, blame.AttributedLines));
    }

    [Fact]
    public async Task A_file_with_a_zero_byte_in_what_changed_stays_binary()
    {
        _scene.Commit(".gitattributes", "*.bin -diff\n");
        _scene.Commit("a.bin", "alpha\0\nbeta\n");
        var agent = _scene.Agent().Claim("a.bin", [], AgentSession.Lines(Work));
        _scene.Commit("a.bin", "alpha\0\n" + Work + "gamma\0\n", "Change");
        Assert.Null((await _scene.FateAsync(agent)).Anchor.Commit);
    }
}
