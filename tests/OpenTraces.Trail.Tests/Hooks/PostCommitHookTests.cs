using OpenTraces.Schema;
using OpenTraces.TestKit;
using OpenTraces.Trail.Hooks;
using Xunit;

namespace OpenTraces.Trail.Tests.Hooks;

public sealed class PostCommitHookTests : IDisposable
{
    private readonly TempGitRepo _repo = new();

    public void Dispose() => _repo.Dispose();

    private string Hook => Path.Combine(_repo.Root, ".git", "hooks", "post-commit");

    private string Mark => Path.Combine(_repo.Root, ".git", "it was here");

    /// <summary>A command whose last argument needs quoting.</summary>
    private string[] Command => ["touch", Mark];

    private ValueTask<HookChange> InstallAsync() => PostCommitHook.InstallAsync(_repo.Root, Command);

    [Fact]
    public async Task A_commit_runs_the_command_and_after_removal_none_does()
    {
        var change = await InstallAsync();
        Assert.Equal((Hook, true), (change.Path, change.Changed));
        Assert.False((await InstallAsync()).Changed);
        _repo.Write("a.txt", "a\n");
        _repo.Commit("Run it");
        Assert.True(File.Exists(Mark));

        File.Delete(Mark);
        Assert.True((await PostCommitHook.RemoveAsync(_repo.Root)).Changed);
        Assert.False((await PostCommitHook.RemoveAsync(_repo.Root)).Changed);
        Assert.False(File.Exists(Hook));
        _repo.Write("a.txt", "b\n");
        _repo.Commit("Run nothing");
        Assert.False(File.Exists(Mark));
    }

    [Theory]
    [InlineData("#!/bin/sh\necho theirs > theirs.txt\nexit 3\n")]
    [InlineData("#!/usr/bin/env bash\r\n# caf\u00e9\r\nexit 0\r\n")]
    [InlineData("#!/bin/sh -e\necho no line end")]
    [InlineData("#!/bin/sh")]
    [InlineData("#! /bin/sh -eu\necho flags\n")]
    [InlineData("#!/usr/bin/env -S bash -e\necho split\n")]
    public async Task What_a_hook_did_before_it_does_still_and_its_bytes_come_back(string theirs)
    {
        var bytes = System.Text.Encoding.Latin1.GetBytes(theirs);
        Directory.CreateDirectory(Path.GetDirectoryName(Hook)!);
        await File.WriteAllBytesAsync(Hook, bytes);
        await InstallAsync();
        await PostCommitHook.InstallAsync(_repo.Root, ["another", "command"]);
        await InstallAsync();
        Assert.Equal(1, File.ReadAllText(Hook).Split("# >>> opentraces >>>").Length - 1);
        if (!OperatingSystem.IsWindows())
            Assert.True(File.GetUnixFileMode(Hook).HasFlag(UnixFileMode.UserExecute));
        if (!theirs.Contains('\r', StringComparison.Ordinal))
        {
            _repo.Write("a.txt", "a\n");
            _repo.Commit("Run it");
            Assert.True(File.Exists(Mark));
            Assert.Equal(theirs.Contains("theirs.txt", StringComparison.Ordinal), File.Exists(Path.Combine(_repo.Root, "theirs.txt")));
        }

        await PostCommitHook.RemoveAsync(_repo.Root);
        if (theirs.Contains('\n', StringComparison.Ordinal))
            Assert.Equal(bytes, await File.ReadAllBytesAsync(Hook));
    }

    [Fact]
    public async Task A_command_that_fails_does_not_fail_the_hook_and_the_rest_of_it_runs()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Hook)!);
        await File.WriteAllTextAsync(Hook, $"#!/bin/sh -e\ntouch '{Mark}'\n");
        await PostCommitHook.InstallAsync(_repo.Root, ["no-such-command-anywhere"]);
        _repo.Write("a.txt", "a\n");
        _repo.Commit("Run it");
        Assert.True(File.Exists(Mark));
    }

    [Theory]
    [InlineData("#!/usr/bin/env python3")]
    [InlineData("#!/usr/bin/perl -e")]
    [InlineData("#!/usr/bin/env -S perl -e")]
    [InlineData("#!/usr/bin/perl /bin/sh")]
    [InlineData("#!/usr/bin/env")]
    [InlineData("#!")]
    [InlineData("/bin/sh")]
    public async Task A_hook_in_another_language_is_left_alone(string first)
    {
        var theirs = first + "\nprint()\n";
        Directory.CreateDirectory(Path.GetDirectoryName(Hook)!);
        await File.WriteAllTextAsync(Hook, theirs);
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await InstallAsync());
        Assert.Equal(OpenTracesErrorCode.Precondition, error.Code);
        Assert.Contains("touch", error.Message, StringComparison.Ordinal);
        Assert.Equal(theirs, await File.ReadAllTextAsync(Hook));
    }

    [Fact]
    public async Task Hooks_that_other_repositories_share_are_left_alone_and_those_in_the_work_tree_are_not()
    {
        using var shared = new TempFolder();
        _repo.Git("config", "core.hooksPath", shared.Root);
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await InstallAsync());
        Assert.Equal(OpenTracesErrorCode.Precondition, error.Code);
        Assert.Empty(Directory.GetFiles(shared.Root));

        _repo.Git("config", "core.hooksPath", ".husky");
        Assert.Equal(Path.Combine(_repo.Root, ".husky", "post-commit"), (await InstallAsync()).Path);
    }

    [Theory]
    [InlineData("hooks", "")]
    [InlineData("hooks/post-commit", "post-commit")]
    public async Task A_link_to_hooks_outside_is_not_followed_to_put_the_command_in_or_to_take_it_out(string link, string target)
    {
        using var shared = new TempFolder();
        var theirs = "#!/bin/sh\n# >>> opentraces >>>\nan other command\n# <<< opentraces <<<\necho theirs\n";
        shared.Write("post-commit", theirs);
        Link(link, shared[target]);
        await AssertRefusedAsync(shared, async () => await PostCommitHook.InstallAsync(_repo.Root, ["another", "command"]));
        await AssertRefusedAsync(shared, async () => await PostCommitHook.RemoveAsync(_repo.Root));
        Assert.Equal(theirs, await File.ReadAllTextAsync(shared["post-commit"]));
        Assert.Single(Directory.GetFiles(shared.Root));

        // A link that leads nowhere yet would be followed as soon as something is there.
        File.Delete(shared["post-commit"]);
        await AssertRefusedAsync(shared, async () => await InstallAsync());
        Assert.Empty(Directory.GetFiles(shared.Root));
    }

    [Fact]
    public async Task A_link_that_stays_in_the_repository_is_followed_to_its_file()
    {
        var theirs = _repo.Write("tools/on-commit.sh", "#!/bin/sh\necho theirs\n");
        Link("more", _repo.Root);
        // Over a folder that is a link itself: the folder above it is not the one its name is in.
        Link("hooks/post-commit", Path.Combine("..", "more", "tools", "..", "tools", "on-commit.sh"));
        var change = await InstallAsync();
        Assert.Equal((theirs, true), (change.Path, change.Changed));
        Assert.NotNull(new FileInfo(Hook).LinkTarget);
        Assert.True((await PostCommitHook.RemoveAsync(_repo.Root)).Changed);
        Assert.Equal("#!/bin/sh\necho theirs\n", await File.ReadAllTextAsync(theirs));
    }

    [Fact]
    public async Task A_git_directory_that_lies_apart_from_its_files_has_its_own_hooks()
    {
        using var apart = new TempFolder();
        _repo.Git("--git-dir=" + apart["git"], "--work-tree=" + apart.Root, "init", "-q");
        Assert.Equal(apart["git/hooks/post-commit"], (await PostCommitHook.InstallAsync(apart["git"], Command)).Path);
        var named = new TrailOptions { GitDirectory = "git", WorkTree = "." };
        Assert.False((await PostCommitHook.InstallAsync(apart.Root, Command, named)).Changed);
    }

    [Fact]
    public async Task A_link_where_the_new_hook_is_written_first_is_not_followed()
    {
        using var outside = new TempFolder();
        outside.Write("theirs", "theirs\n");
        _repo.Git("config", "core.hooksPath", ".husky");
        Directory.CreateDirectory(Path.Combine(_repo.Root, ".husky"));
        File.CreateSymbolicLink(Path.Combine(_repo.Root, ".husky", "post-commit.opentraces-new"), outside["theirs"]);
        await InstallAsync();
        Assert.Equal("theirs\n", await File.ReadAllTextAsync(outside["theirs"]));
    }

    [Fact]
    public async Task A_git_directory_behind_a_link_has_its_own_hooks_and_links_in_a_circle_end()
    {
        using var elsewhere = new TempFolder();
        Directory.Move(Path.Combine(_repo.Root, ".git"), elsewhere["moved"]);
        Directory.CreateSymbolicLink(Path.Combine(_repo.Root, ".git"), elsewhere["moved"]);
        Assert.Equal(elsewhere["moved/hooks/post-commit"], (await InstallAsync()).Path);
        _repo.Commit("Run it");
        Assert.True(File.Exists(Mark));

        File.Delete(Hook);
        Link("hooks/post-commit", "post-commit");
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await InstallAsync());
        Assert.Equal(OpenTracesErrorCode.Precondition, error.Code);
    }

    [Fact]
    public async Task Hooks_in_the_work_tree_are_found_through_a_link_to_it_and_from_a_folder_in_it()
    {
        _repo.Write("src/a.txt", "a\n");
        _repo.Git("config", "core.hooksPath", ".husky");
        using var folder = new TempFolder();
        Directory.CreateSymbolicLink(folder["link"], _repo.Root);
        Assert.True((await PostCommitHook.InstallAsync(folder["link/src"], Command)).Changed);
        Assert.False((await InstallAsync()).Changed);
        Assert.True(File.Exists(Path.Combine(_repo.Root, ".husky", "post-commit")));
        _repo.Commit("Run it");
        Assert.True(File.Exists(Mark));
    }

    [Fact]
    public async Task A_work_tree_of_its_own_uses_the_hooks_of_the_repository()
    {
        _repo.Write("a.txt", "a\n");
        _repo.Commit("Start");
        using var folder = new TempFolder();
        _repo.Git("worktree", "add", "-q", folder["tree"], "-b", "side");
        Assert.Equal(Hook, (await PostCommitHook.InstallAsync(folder["tree"], Command)).Path);
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await PostCommitHook.InstallAsync(folder.Root, Command));
        Assert.Equal(OpenTracesErrorCode.Precondition, error.Code);
    }

    private void Link(string name, string target)
    {
        var path = Path.Combine(_repo.Root, ".git", name);
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, target);
    }

    private static async Task AssertRefusedAsync(TempFolder shared, Func<Task> change)
    {
        var error = await Assert.ThrowsAsync<OpenTracesException>(change);
        Assert.Equal(OpenTracesErrorCode.Precondition, error.Code);
        Assert.Contains(shared.Root, error.Message, StringComparison.Ordinal);
        Assert.Contains("core.hooksPath", error.Message, StringComparison.Ordinal);
    }
}
