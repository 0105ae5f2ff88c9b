using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Trail.Tests.Git;

/// <summary>Every form a repository can have, and every way it can be missing.</summary>
public sealed class RepositoryFormTests : IDisposable
{
    private const string Start = "alpha\nbeta\ngamma\n";
    private const string Work = "total = price * quantity\nrounded = round(total, digits)\n";

    private readonly Scene _scene = new();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _scene.Dispose();
        _folder.Dispose();
    }

    private async Task<PatchTracking> FateIn(string folder, AgentSession agent) =>
        Assert.Single((await (await _scene.OpenAsync(folder)).TrackAsync(agent.Id)).Patches);

    private (AgentSession Agent, string Commit) Landed(string path = "src/a.py")
    {
        _scene.Commit(path, Start);
        var agent = _scene.Agent().Edit(path, Start + Work);
        return (agent, _scene.Repo.Commit("Take it"));
    }

    private static async Task<OpenTracesException> FailsAsync(string folder, TrailOptions? options = null) =>
        await Assert.ThrowsAsync<OpenTracesException>(async () => await TraceTrail.OpenAsync(folder, new InMemoryTraceStore(), options));

    [Fact]
    public async Task A_folder_without_a_repository_is_a_missing_precondition()
    {
        var error = await FailsAsync(_folder.Root);
        Assert.Equal(OpenTracesErrorCode.Precondition, error.Code);
        Assert.Contains(_folder.Root, error.Message, StringComparison.Ordinal);
        Assert.Equal(OpenTracesErrorCode.Precondition, (await FailsAsync(_folder["missing"])).Code);
    }

    [Fact]
    public async Task A_repository_without_commits_is_a_missing_precondition()
    {
        var error = await FailsAsync(_scene.Repo.Root);
        Assert.Equal(OpenTracesErrorCode.Precondition, error.Code);
        Assert.Contains("no commits", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_git_program_is_a_missing_precondition_that_says_what_to_do()
    {
        Landed();
        var error = await FailsAsync(_scene.Repo.Root, new TrailOptions { GitProgram = "no-such-git" });
        Assert.Equal(OpenTracesErrorCode.Precondition, error.Code);
        Assert.Contains("Install git, or add its folder to PATH", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_git_that_never_answers_is_stopped()
    {
        var program = StandIn.Write(_folder, "sleep 600 & wait");
        var error = await FailsAsync(_folder.Root, new TrailOptions { GitProgram = program, GitTimeout = TimeSpan.FromMilliseconds(300) });
        Assert.Equal(OpenTracesErrorCode.GitFailed, error.Code);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await TraceTrail.OpenAsync(_folder.Root, new InMemoryTraceStore(), new TrailOptions { GitProgram = program }, cancel.Token));
    }

    [Fact]
    public async Task A_git_that_prints_nonsense_is_an_error()
    {
        Landed();
        var program = StandIn.Write(_folder, "case \"$*\" in *diff-tree*) yes nonsense | head -100000; exit 3;; *) exec git \"$@\";; esac");
        _scene.Options.GitProgram = program;
        var trail = await _scene.OpenAsync();
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await trail.BlameCommitAsync("HEAD"));
        Assert.Equal(OpenTracesErrorCode.GitFailed, error.Code);
    }

    [Fact]
    public async Task Any_folder_inside_opens_the_repository()
    {
        var (agent, commit) = Landed();
        Assert.Equal(commit, (await FateIn(Path.Combine(_scene.Repo.Root, "src"), agent)).Anchor.Commit);
        Assert.Equal(commit, (await FateIn(Path.Combine(_scene.Repo.Root, ".git"), agent)).Anchor.Commit);
        var blame = await (await _scene.OpenAsync(Path.Combine(_scene.Repo.Root, "src"))).BlameFileAsync("HEAD", "src/a.py");
        Assert.Equal(5, blame.Lines.Count);
    }

    [Fact]
    public async Task A_bare_clone_elsewhere_answers_by_the_end_of_the_path()
    {
        var (agent, commit) = Landed();
        _scene.Repo.Git("clone", "-q", "--bare", _scene.Repo.Root, _folder["bare.git"]);
        var fate = await FateIn(_folder["bare.git"], agent);
        Assert.Equal((SurvivalState.AliveOnPath, commit), (fate.State, fate.Anchor.Commit));
        Assert.Contains("path_by_suffix", fate.Anchor.Limitations);
    }

    [Fact]
    public async Task Another_file_that_ends_alike_is_not_taken_for_it()
    {
        _scene.Commit("src/a.py", Start);
        _scene.Commit("a.py", Start);
        var agent = _scene.Agent();
        agent.WorkingDirectory = "/elsewhere/project";
        agent.Naming = path => "/elsewhere/project/src/" + path;
        agent.Claim("a.py", [], AgentSession.Lines(Work));
        _scene.Commit("a.py", Start + Work);
        var fate = await _scene.FateAsync(agent);
        Assert.Equal((SurvivalState.Unknown, null), (fate.State, fate.Anchor.Commit));
    }

    [Theory]
    [InlineData("src", "a.py")]
    [InlineData("src/deep", "../a.py")]
    public async Task A_session_in_a_subdirectory_names_files_from_there(string directory, string name)
    {
        _scene.Commit("src/a.py", Start);
        _scene.Commit("a.py", Start);
        var agent = _scene.Agent();
        agent.WorkingDirectory = Path.Combine(_scene.Repo.Root, directory);
        agent.Naming = _ => name;
        agent.Edit("src/a.py", Start + Work);
        var commit = _scene.Repo.Commit("Take it");
        var fate = await _scene.FateAsync(agent);
        Assert.Equal((commit, "src/a.py"), (fate.Anchor.Commit, fate.Anchor.Path));
    }

    [Fact]
    public async Task A_transcript_from_windows_is_understood()
    {
        _scene.Commit("src/a.py", Start);
        var agent = _scene.Agent();
        agent.WorkingDirectory = @"C:\Users\me\project";
        agent.Naming = path => @"C:\Users\me\project\" + path.Replace('/', '\\');
        agent.Edit("src/a.py", Start + Work);
        var commit = _scene.Repo.Commit("Take it");
        var fate = await _scene.FateAsync(agent);
        Assert.Equal((commit, "src/a.py"), (fate.Anchor.Commit, fate.Anchor.Path));
        Assert.Single((await (await _scene.OpenAsync()).BlameCommitAsync("HEAD")).Traces);
    }

    [Theory]
    [InlineData("größe und maß/naïve 日本.py")]
    [InlineData("a b/c d.py")]
    [InlineData("[brackets]/star-file.py")]
    public async Task Names_of_any_kind_are_followed(string path)
    {
        var (agent, commit) = Landed(path);
        Assert.Equal((SurvivalState.AliveOnPath, commit), ((await _scene.FateAsync(agent)).State, (await _scene.FateAsync(agent)).Anchor.Commit));
        var trail = await _scene.OpenAsync();
        Assert.Single((await trail.BlameCommitAsync("HEAD")).Traces);
        Assert.Equal(2, (await trail.BlameFileAsync("HEAD", path)).Lines.Count(l => l.Anchor is not null));
    }

    [Fact]
    public async Task A_linked_work_tree_is_a_work_tree()
    {
        _scene.Commit("src/a.py", Start);
        var tree = _folder["linked"];
        _scene.Repo.Git("worktree", "add", "-q", "-b", "topic", tree);
        var agent = _scene.Agent();
        agent.WorkingDirectory = tree;
        agent.Naming = path => Path.Combine(tree, path);
        agent.Claim("src/a.py", [], AgentSession.Lines(Work));
        File.WriteAllText(Path.Combine(tree, "src", "a.py"), Start + Work);
        _scene.Repo.Git("-C", tree, "commit", "-q", "-a", "-m", "In the linked tree");
        var fate = await FateIn(tree, agent);
        Assert.Equal(SurvivalState.AliveOnPath, fate.State);
        Assert.DoesNotContain("path_by_suffix", fate.Anchor.Limitations);
        Assert.Equal(SurvivalState.OrphanBranch, (await FateIn(_scene.Repo.Root, agent)).State);
    }

    [Fact]
    public async Task A_shallow_clone_does_not_take_its_first_commit_for_a_change()
    {
        var (agent, _) = Landed();
        _scene.Commit("readme", "hello\n");
        _scene.Repo.Git("clone", "-q", "--depth=1", new Uri(_scene.Repo.Root).AbsoluteUri, _folder["shallow"]);
        var fate = await FateIn(_folder["shallow"], agent);
        Assert.Equal((SurvivalState.Unknown, null), (fate.State, fate.Anchor.Commit));
        Assert.Contains("shallow_history", fate.Anchor.Limitations);
    }

    [Fact]
    public async Task A_repository_of_sha256_is_read_the_same_way()
    {
        var root = _folder["sha256"];
        _scene.Repo.Git("init", "-q", "--object-format=sha256", "-b", "main", root);
        _scene.Repo.Git("-C", root, "config", "user.name", "Test Person");
        _scene.Repo.Git("-C", root, "config", "user.email", "person@example.com");
        var agent = _scene.Agent();
        agent.WorkingDirectory = root;
        agent.Naming = path => Path.Combine(root, path);
        agent.Claim("a.py", [], AgentSession.Lines(Work), PatchKind.Add);
        File.WriteAllText(Path.Combine(root, "a.py"), Work);
        _scene.Repo.Git("-C", root, "add", "-A");
        _scene.Repo.Git("-C", root, "commit", "-q", "-m", "First");
        var fate = await FateIn(root, agent);
        Assert.Equal((SurvivalState.AliveOnPath, 64, EvidenceTier.ExactBlobHash), (fate.State, fate.Anchor.Commit!.Length, fate.Anchor.Tier));
        Assert.Equal(2, (await (await _scene.OpenAsync(root)).BlameFileAsync("HEAD", "a.py")).Lines.Count);
    }

    [Fact]
    public async Task Variables_of_a_hook_do_not_point_elsewhere()
    {
        var (agent, commit) = Landed();
        var seen = _folder["seen"];
        var program = StandIn.Write(_folder, $"echo \"$LC_ALL/$GIT_PREFIX/$GIT_OPTIONAL_LOCKS/$GIT_TERMINAL_PROMPT\" >> '{seen}'\nexec git \"$@\"");
        _scene.Options.GitProgram = program;
        // Git sets it for hooks; of the variables that point elsewhere the one that harms no test beside this one.
        Environment.SetEnvironmentVariable("GIT_PREFIX", "elsewhere/");
        Assert.Equal(commit, (await _scene.FateAsync(agent)).Anchor.Commit);
        Assert.All(File.ReadAllLines(seen), line => Assert.Equal("C//0/0", line));
    }
}
