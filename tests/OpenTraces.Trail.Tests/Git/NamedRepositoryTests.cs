using OpenTraces.TestKit;
using OpenTraces.Trail.Git;
using OpenTraces.Trail.Snapshots;
using Xunit;

namespace OpenTraces.Trail.Tests.Git;

/// <summary>Repositories that their files do not lead to.</summary>
public sealed class NamedRepositoryTests : IDisposable
{
    private readonly TempGitRepo _repo = new();
    private readonly TempFolder _place = new();

    public NamedRepositoryTests()
    {
        _repo.Write("a.txt", "a\n");
        _repo.Commit("Start");
    }

    public void Dispose()
    {
        _repo.Dispose();
        _place.Dispose();
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task The_repository_that_options_name_is_read_and_not_the_one_around_the_files(string bare)
    {
        var inner = Directory.CreateDirectory(Path.Combine(_repo.Root, "inner")).FullName;
        var commit = await CreateAsync(inner, bare);
        var options = new TrailOptions { GitDirectory = _place["git"], WorkTree = "." };
        var trail = await TraceTrail.OpenAsync(inner, new InMemoryTraceStore(), options);
        Assert.Equal(commit, await trail.ResolveAsync("HEAD"));
        Assert.Contains(inner, (await GitRepository.OpenAsync(inner, options, CancellationToken.None)).WorkTrees);
        var tree = await WorkTree.FindAsync(inner, options, CancellationToken.None);
        Assert.Equal((inner, _place["git"]), (tree.Root, tree.GitDirectory));
        Assert.NotEqual(commit, await (await TraceTrail.OpenAsync(inner, new InMemoryTraceStore())).ResolveAsync("HEAD"));
    }

    [Fact]
    public async Task What_is_told_of_the_repository_that_options_name_is_told_there()
    {
        using var scene = new Replay.ReplayScene();
        scene.Repo.Git("clone", "-q", "--bare", ".", _place["git"]);
        scene.Scene.Options.GitDirectory = _place["git"];
        scene.Scene.Options.WorkTree = ".";
        var receipt = await scene.ReplayAsync();
        Assert.NotNull(receipt.Head);
        Assert.Null(scene.Head());
        Assert.Equal(receipt.Head, scene.Repo.Git("--git-dir=" + _place["git"], "rev-parse", Trail.Replay.ReplayReceipt.Reference).Trim());
    }

    [Fact]
    public async Task The_files_of_a_submodule_are_a_working_tree()
    {
        _repo.Git("init", "-q", _place["parent"]);
        _repo.Git("-C", _place["parent"], "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", _repo.Root, "sub");
        var repository = await GitRepository.OpenAsync(_place["parent/sub"], new TrailOptions(), CancellationToken.None);
        Assert.Contains(_place["parent/sub"], repository.WorkTrees);
    }

    private async Task<string> CreateAsync(string tree, string bare)
    {
        string[] git = ["--git-dir=" + _place["git"], "--work-tree=" + tree];
        _repo.Git("init", "-q", "--bare", _place["git"]);
        _repo.Git([.. git, "config", "core.bare", bare]);
        await File.WriteAllTextAsync(Path.Combine(tree, "b.txt"), "b\n");
        _repo.Git([.. git, "add", "b.txt"]);
        _repo.Git([.. git, "-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-q", "-m", "Start"]);
        return _repo.Git([.. git, "rev-parse", "HEAD"]).Trim();
    }
}
