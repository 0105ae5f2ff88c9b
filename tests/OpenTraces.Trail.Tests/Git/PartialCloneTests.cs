using OpenTraces.Schema;
using OpenTraces.TestKit;
using OpenTraces.Trail.Graphs;
using Xunit;

namespace OpenTraces.Trail.Tests.Git;

/// <summary>Clones that left contents behind: nothing is fetched, and what to do is said.</summary>
public sealed class PartialCloneTests : IDisposable
{
    private const string Remedy = "git fetch --refetch --no-filter";
    private const string Start = "alpha\nbeta\ngamma\n";
    private const string Work = "total = price * quantity\nrounded = round(total, digits)\n";

    private readonly Scene _scene = new();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _scene.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("blob:none")]
    [InlineData("tree:0")]
    public async Task What_was_left_out_is_asked_for_and_then_everything_is_answered(string filter)
    {
        var (agent, commit) = Landed();
        var clone = Clone("--filter=" + filter);
        var trail = await _scene.OpenAsync(clone);
        Func<Task>[] questions =
        [
            async () => await trail.TrackAsync(agent.Id),
            async () => await trail.ReadGraphAsync(new GraphQuery()),
            async () => await trail.BlameCommitAsync(commit),
            async () => await trail.BlameFileAsync("HEAD", "src/a.py"),
            async () => await trail.BackfillAsync(),
        ];
        foreach (var question in questions)
        {
            var error = await Assert.ThrowsAsync<OpenTracesException>(question);
            Assert.Equal(OpenTracesErrorCode.GitFailed, error.Code);
            Assert.Contains($"'{Remedy}'", error.Message, StringComparison.Ordinal);
        }

        _scene.Repo.Git(["-C", clone, .. Remedy.Split(' ')[1..]]);
        foreach (var question in questions)
            await question();
        Assert.Equal((SurvivalState.AliveOnPath, commit), (Fate(await trail.TrackAsync(agent.Id)).State, Fate(await trail.TrackAsync(agent.Id)).Anchor.Commit));
    }

    [Fact]
    public async Task A_file_whose_content_was_left_out_is_not_said_to_be_missing_from_the_commit()
    {
        Landed();
        var trail = await _scene.OpenAsync(Clone("--filter=blob:none", "--no-checkout"));
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await trail.BlameFileAsync("HEAD", "src/a.py"));
        Assert.Equal(OpenTracesErrorCode.GitFailed, error.Code);
        Assert.Contains($"'{Remedy}'", error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<OpenTracesException>(async () => await trail.BlameFileAsync("HEAD", "src/b.py"));
        Assert.Equal(OpenTracesErrorCode.NotFound, error.Code);
    }

    [Fact]
    public async Task What_only_another_branch_needs_is_asked_for_too()
    {
        _scene.Commit("src/a.py", Start);
        _scene.Repo.Git("checkout", "-q", "-b", "other");
        _scene.Commit("src/a.py", Start + "elsewhere\n");
        _scene.Commit("src/a.py", Start + "elsewhere and again\n");
        _scene.Repo.Git("checkout", "-q", "main");
        var agent = _scene.Agent().Edit("src/a.py", Start + Work);
        var commit = _scene.Repo.Commit("Take it");
        var clone = Clone("--filter=blob:none");
        // Git itself fetches what a person looks at.
        _scene.Repo.Git("-C", clone, "log", "-p", "HEAD");
        var trail = await _scene.OpenAsync(clone);
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await trail.BlameCommitAsync(commit));
        Assert.Contains($"'{Remedy}'", error.Message, StringComparison.Ordinal);
        _scene.Repo.Git("-C", clone, "branch", "-q", "-r", "-d", "origin/other");
        Assert.Equal(agent.Id, Assert.Single((await trail.BlameCommitAsync(commit)).Traces).TraceId);
        Assert.Equal(2, (await trail.BlameFileAsync("HEAD", "src/a.py")).Lines.Count(l => l.Anchor is not null));
    }

    private static PatchTracking Fate(TraceTracking tracking) => Assert.Single(tracking.Patches);

    private (AgentSession Agent, string Commit) Landed()
    {
        _scene.Commit("src/a.py", Start);
        var agent = _scene.Agent().Edit("src/a.py", Start + Work);
        var commit = _scene.Repo.Commit("Take it");
        _scene.Commit("src/a.py", Start + Work + "more\n");
        return (agent, commit);
    }

    private string Clone(params string[] how)
    {
        _scene.Repo.Git("config", "uploadpack.allowFilter", "true");
        _scene.Repo.Git(["clone", "-q", .. how, new Uri(_scene.Repo.Root).AbsoluteUri, _folder["clone"]]);
        return _folder["clone"];
    }
}
