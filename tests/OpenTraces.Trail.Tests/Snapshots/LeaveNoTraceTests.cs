using OpenTraces.Trail.Tests.Git;
using Xunit;

namespace OpenTraces.Trail.Tests.Snapshots;

/// <summary>Nothing of the person's changes by a snapshot.</summary>
public sealed class LeaveNoTraceTests : IDisposable
{
    private static readonly string[] Hooks =
        ["pre-commit", "post-commit", "commit-msg", "prepare-commit-msg", "post-index-change", "reference-transaction", "post-checkout", "pre-auto-gc", "fsmonitor-watchman"];

    private readonly SnapshotScene _scene = new();

    public void Dispose() => _scene.Dispose();

    /// <summary>A repository in which everything is going on.</summary>
    private void Fill()
    {
        var repo = _scene.Repo;
        repo.Write("src/a.py", "alpha\nbeta\n");
        repo.Write("kept.txt", "kept\n");
        repo.Commit("First");
        repo.Git("branch", "side");
        repo.Git("tag", "v1");
        repo.Write("src/a.py", "stashed\n");
        repo.Git("stash", "-q");
        repo.Write("staged.txt", "staged\n");
        repo.Git("add", "staged.txt");
        repo.Write("staged.txt", "staged and changed\n");
        repo.Write("src/a.py", "alpha\nbeta\ngamma\n");
        repo.Write("secret.env", "KEY=do-not-upload\n");
        repo.Write(".gitignore", "*.log\n");
        repo.Write("noise.log", "noise\n");
        // An entry whose file was touched is one that a careless status would refresh.
        repo.Write("kept.txt", "kept\n");
    }

    private string[] WriteHooks(string folder)
    {
        Directory.CreateDirectory(folder);
        var ran = _scene.Folder["hook-ran"];
        foreach (var hook in Hooks)
        {
            var file = Path.Combine(folder, hook);
            File.WriteAllText(file, $"#!/bin/sh\necho {hook} >> '{ran}'\n");
            StandIn.MakeExecutable(file);
        }

        return [ran];
    }

    [Fact]
    public async Task Nothing_of_the_persons_changes_and_nothing_new_is_sent()
    {
        Fill();
        var repo = _scene.Repo;
        repo.Git("init", "-q", "--bare", _scene.Folder["mirror.git"]);
        repo.Git("push", "-q", "--mirror", _scene.Folder["mirror.git"]);
        string[] Mirror() => [repo.Git("-C", _scene.Folder["mirror.git"], "for-each-ref"), repo.Git("-C", _scene.Folder["mirror.git"], "count-objects", "-v"), repo.Git("ls-remote", ".")];
        var mirror = Mirror();
        var seen = UserState.ByGit(repo);
        var ran = Assert.Single(WriteHooks(_scene.PathOf(".git/hooks")));
        var before = UserState.Of(repo);
        for (var i = 0; i < 3; i++)
        {
            var snapshot = await _scene.TakeAsync();
            Assert.Contains("secret.env", _scene.Files(snapshot));
            Assert.Equal(before, UserState.Of(repo));
            // Only the working tree differs from here on, and the test made that.
            repo.Write("round.txt", $"{i}\n");
            before = UserState.Of(repo);
        }

        Assert.False(File.Exists(ran), "a hook of the person ran");
        Directory.Delete(_scene.PathOf(".git/hooks"), recursive: true);
        File.Delete(_scene.PathOf("round.txt"));
        Assert.Equal(seen, UserState.ByGit(repo));
        repo.Git("push", "-q", "--mirror", _scene.Folder["mirror.git"]);
        Assert.Equal(mirror, Mirror());
        Assert.Equal("3", _scene.InShadow("rev-list", "--count", "refs/opentraces/snapshots/session-1").Trim());
        Assert.Equal("", _scene.InShadow("reflog", "--all"));
        _scene.AssertSound();
    }

    [Fact]
    public async Task A_snapshot_leaves_the_users_index_as_it_was()
    {
        Fill();
        var index = _scene.PathOf(".git/index");
        var (bytes, time) = (File.ReadAllBytes(index), File.GetLastWriteTimeUtc(index));
        await _scene.TakeAsync();
        Assert.Equal(bytes, File.ReadAllBytes(index));
        Assert.Equal(time, File.GetLastWriteTimeUtc(index));
    }

    [Fact]
    public async Task Settings_that_make_git_write_beside_the_index_have_no_effect()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the hooks are shell scripts");
        Fill();
        _scene.Repo.Write(".gitattributes", "*.txt text\n");
        _scene.Repo.Write("crlf.txt", "one\r\ntwo\r\n");
        var hooks = _scene.Folder["hooks"];
        var ran = Assert.Single(WriteHooks(hooks));
        foreach (var (key, value) in new[]
        {
            ("core.splitIndex", "true"), ("splitIndex.maxPercentChange", "0"), ("core.untrackedCache", "true"),
            ("core.logAllRefUpdates", "always"), ("core.safecrlf", "true"), ("commit.gpgSign", "true"), ("gc.auto", "1"),
        })
            _scene.Repo.Git("config", key, value);
        _scene.Repo.Git("update-index", "--split-index", "--untracked-cache");
        _scene.Repo.Git("config", "core.hooksPath", hooks);
        _scene.Repo.Git("config", "core.fsmonitor", Path.Combine(hooks, "fsmonitor-watchman"));
        File.Delete(ran);
        var before = UserState.Of(_scene.Repo);
        Assert.Contains(before, line => line.Contains("sharedindex.", StringComparison.Ordinal));
        var snapshot = await _scene.TakeAsync();
        Assert.Equal(before, UserState.Of(_scene.Repo));
        Assert.False(File.Exists(ran), "a hook of the person ran");
        _scene.Repo.Git("config", "--unset", "core.fsmonitor");
        _scene.Repo.Git("config", "--unset", "core.hooksPath");
        _scene.Repo.Git("config", "--unset", "core.safecrlf");
        _scene.AssertSound();
        Assert.Equal(_scene.TreeByGit(), snapshot.Tree);
    }

    [Fact]
    public async Task Only_the_person_can_read_the_shadow()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps no modes");
        Fill();
        await _scene.TakeAsync();
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_scene.Shadow));
    }
}
