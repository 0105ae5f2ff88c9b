using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Cli.Tests.Commands.Trails;

/// <summary>The command of the hook, told of its repository as git tells it.</summary>
public sealed class HookRepositoryTests : IDisposable
{
    private const string Session = "019aaaaa-0000-7000-8000-000000000001";

    private readonly Cli _cli = new();
    private readonly TempGitRepo _repo = new();
    private readonly TempFolder _place = new();

    public void Dispose()
    {
        _cli.Dispose();
        _repo.Dispose();
        _place.Dispose();
    }

    [Theory]
    [InlineData("bare")]
    [InlineData("separate")]
    [InlineData("linked")]
    [InlineData("submodule")]
    public async Task The_hook_looks_at_the_repository_that_git_names(string form)
    {
        _repo.Write("a.txt", "a\n");
        _repo.Commit("Start");
        var (tree, git) = Create(form);
        var told = WriteHook();
        Commit(tree, git, "a1\n");
        await ImportAsync(tree);
        var commit = Commit(tree, git, "a1\napple number two from the market\napple number three from the garden\n");

        var lines = await File.ReadAllLinesAsync(told);
        _cli.WorkingDirectory = lines[0];
        _cli.HookRepository = (lines[1], lines[2].Length > 0 ? lines[2] : null);
        var result = await _cli.RunAsync("trail", "hook", "post-commit", "--budget-ms", "120000");
        Assert.Equal((0, $"opentraces: {commit[..10]} holds 1 changes of 1 sessions\n"), (result.Code, result.Error.ReplaceLineEndings("\n")));

        // A folder that is named is meant, whatever git says.
        result = await _cli.RunAsync("trail", "hook", "post-commit", "--repo", _repo.Root, "--budget-ms", "120000");
        Assert.Equal((0, ""), (result.Code, result.Error));
    }

    /// <summary>A repository of some form: the folder of its files, and how git is told of it.</summary>
    private (string Tree, string[] Git) Create(string form)
    {
        var (tree, directory) = (_place["tree"], _place["git"]);
        switch (form)
        {
            case "bare":
                Directory.CreateDirectory(tree);
                _repo.Git("init", "-q", "--bare", directory);
                return (tree, ["--git-dir=" + directory, "--work-tree=" + tree]);
            case "separate":
                // The folder of its files lies in another repository.
                tree = Directory.CreateDirectory(Path.Combine(_repo.Root, "tree")).FullName;
                _repo.Git("--git-dir=" + directory, "--work-tree=" + tree, "init", "-q");
                return (tree, ["--git-dir=" + directory, "--work-tree=" + tree]);
            case "linked":
                _repo.Git("worktree", "add", "-q", tree, "-b", "side");
                return (tree, ["-C", tree]);
            default:
                _repo.Git("init", "-q", tree);
                _repo.Git("-C", tree, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", _repo.Root, "sub");
                return (Path.Combine(tree, "sub"), ["-C", Path.Combine(tree, "sub")]);
        }
    }

    /// <summary>A hook that writes down what git tells it.</summary>
    private string WriteHook()
    {
        var told = _place["told"];
        var hook = _place.Write("hooks/post-commit", $"#!/bin/sh\nprintf '%s\\n%s\\n%s\\n' \"$PWD\" \"$GIT_DIR\" \"$GIT_WORK_TREE\" > '{told.Replace('\\', '/')}'\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(hook, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return told;
    }

    private string Commit(string tree, string[] git, string apples)
    {
        Directory.CreateDirectory(Path.Combine(tree, "basket"));
        File.WriteAllText(Path.Combine(tree, "basket", "apples.txt"), apples);
        _repo.Advance(TimeSpan.FromMinutes(1));
        _repo.Git([.. git, "add", "basket"]);
        _repo.Git([.. git, "-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "core.hooksPath=" + _place["hooks"], "commit", "-q", "-m", "Apples"]);
        return _repo.Git([.. git, "rev-parse", "HEAD"]).Trim();
    }

    private async Task ImportAsync(string tree)
    {
        var patch = """{"timestamp":"2026-01-01T00:00:06.000Z","type":"response_item","payload":{"type":"custom_tool_call","name":"apply_patch","call_id":"call_2","input":"*** Begin Patch\n*** Update File: basket/apples.txt\n@@\n a1\n+apple number two from the market\n+apple number three from the garden\n*** End Patch"}}""" + "\n"
            + """{"timestamp":"2026-01-01T00:00:07.000Z","type":"response_item","payload":{"type":"custom_tool_call_output","call_id":"call_2","output":"Exit code: 0\nWall time: 0 seconds\nOutput:\nok"}}""" + "\n";
        var path = _cli.Folder.Write("work/rollout-a.jsonl", CodexText.Session(Session, tree.Replace('\\', '/')) + patch);
        Assert.Equal(0, (await _cli.RunAsync("capture", "import", path)).Code);
    }
}
