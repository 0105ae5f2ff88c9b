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

    [Fact]
    public async Task A_hook_in_another_language_is_left_alone()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Hook)!);
        await File.WriteAllTextAsync(Hook, "#!/usr/bin/env python3\nprint()\n");
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await InstallAsync());
        Assert.Equal(OpenTracesErrorCode.Precondition, error.Code);
        Assert.Contains("touch", error.Message, StringComparison.Ordinal);
        Assert.Equal("#!/usr/bin/env python3\nprint()\n", await File.ReadAllTextAsync(Hook));
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
}
