using OpenTraces.TestKit;
using OpenTraces.Trail.Tests.Git;
using Xunit;

namespace OpenTraces.Trail.Tests.Snapshots;

/// <summary>Snapshots are a cache: several may write it at once, and it may be lost.</summary>
public sealed class CacheTests : IDisposable
{
    private readonly SnapshotScene _scene = new();

    private TempGitRepo Repo => _scene.Repo;

    public void Dispose() => _scene.Dispose();

    private int Count() => int.Parse(_scene.InShadow("rev-list", "--count", "refs/opentraces/snapshots/session-1"), System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task Snapshots_of_one_session_taken_at_once_are_all_kept()
    {
        const int count = 6;
        Repo.Write("a", "a\n");
        Repo.Commit("First");
        var folders = Enumerable.Range(0, count).Select(i => _scene.Folder[$"tree-{i}"]).ToArray();
        for (var i = 0; i < count; i++)
        {
            Repo.Git("worktree", "add", "-q", "--detach", folders[i]);
            _scene.Folder.Write($"tree-{i}/file", $"{i}\n");
        }

        var boundaries = folders.Select(f => _scene.Boundary(folder: f)).ToArray();
        var snapshots = await Task.WhenAll(boundaries.Select(b => Task.Run(async () => await (await _scene.OpenAsync(b.WorkingDirectory)).TakeAsync(b, default))));
        Assert.Equal(count, Count());
        var kept = _scene.InShadow("rev-list", "refs/opentraces/snapshots/session-1").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(snapshots.Select(s => s.Commit).Order(), kept.Order());
        _scene.AssertSound();
    }

    [Fact]
    public async Task The_lock_of_a_git_that_was_killed_is_removed()
    {
        Repo.Write("a", "1\n");
        await _scene.TakeAsync();
        var file = Path.Combine(_scene.Shadow, "refs", "opentraces", "snapshots", "session-1.lock");
        File.WriteAllText(file, "");
        File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddMinutes(-1));
        Repo.Write("a", "2\n");
        await _scene.TakeAsync();
        Assert.Equal(2, Count());
    }

    [Fact]
    public async Task A_deleted_shadow_is_made_again()
    {
        Repo.Write("a", "1\n");
        Repo.Commit("First");
        var taker = await _scene.OpenAsync();
        var first = await taker.TakeAsync(_scene.Boundary(), default);
        Directory.Delete(_scene.Shadow, recursive: true);
        Repo.Write("b", "2\n");
        var second = await taker.TakeAsync(_scene.Boundary(), default);
        Assert.Equal(1, Count());
        Assert.NotEqual(first.Tree, second.Tree);
        _scene.AssertSound();
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("config")]
    [InlineData("objects/info/alternates")]
    [InlineData("objects")]
    [InlineData("refs")]
    [InlineData("tmp")]
    [InlineData("calls")]
    public async Task A_part_that_is_lost_is_made_again(string part)
    {
        Repo.Write("a", "1\n");
        Repo.Commit("First");
        Repo.Write("b", "1\n");
        await _scene.TakeAsync();
        var path = Path.Combine(_scene.Shadow, part);
        if (File.Exists(path))
            File.Delete(path);
        else if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        Repo.Write("b", "2\n");
        var snapshot = await _scene.TakeAsync();
        Assert.Equal("2\n", _scene.Show(snapshot, "b"));
        _scene.AssertSound();
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\n")]
    [InlineData("0123456789abcdef0123456789abcdef01234567\n")]
    public async Task A_ref_that_leads_nowhere_starts_anew(string content)
    {
        Repo.Write("a", "1\n");
        await _scene.TakeAsync();
        File.WriteAllText(Path.Combine(_scene.Shadow, "refs", "opentraces", "snapshots", "session-1"), content);
        Repo.Write("a", "2\n");
        await _scene.TakeAsync();
        Assert.Equal(1, Count());
        _scene.AssertSound();
    }

    [Fact]
    public async Task A_shadow_that_somebody_packed_goes_on()
    {
        Repo.Write("a", "1\n");
        var first = await _scene.TakeAsync();
        _scene.InShadow("pack-refs", "--all");
        _scene.InShadow("repack", "-q", "-a", "-d");
        Assert.Equal(first.Commit, (await _scene.TakeAsync()).Commit);
        Repo.Write("a", "2\n");
        await _scene.TakeAsync();
        Assert.Equal(2, Count());
        _scene.AssertSound();
    }

    [Fact]
    public async Task What_the_persons_repository_gave_up_is_lost_and_the_next_snapshot_starts_anew()
    {
        Repo.Write("a", "1\n");
        Repo.Commit("First");
        Repo.Write("a", "unique and soon given up\n");
        Repo.Commit("Second");
        var observer = _scene.Observer();
        await observer.OnBoundaryAsync(_scene.Boundary("tool_before", "call-1"));
        Repo.Git("reset", "-q", "--hard", "HEAD~1");
        Repo.Git("reflog", "expire", "--expire=now", "--all");
        Repo.Git("gc", "-q", "--prune=now");
        await observer.OnBoundaryAsync(_scene.Boundary("tool_after", "call-1"));
        Assert.Equal(["snapshot_lost"], _scene.Log.Last.Limitations);
        Assert.Empty(_scene.Log.Last.Patches);
        Repo.Write("a", "2\n");
        await observer.OnBoundaryAsync(_scene.Boundary("tool_before", "call-2"));
        Repo.Write("a", "3\n");
        await observer.OnBoundaryAsync(_scene.Boundary("tool_after", "call-2"));
        Assert.Equal(["3"], Assert.Single(_scene.Log.Last.Patches).Added);
        Assert.Empty(_scene.Log.Last.Limitations);
        Assert.Equal(2, Count());
    }

    [Fact]
    public async Task A_snapshot_after_a_collection_in_the_persons_repository_is_whole()
    {
        Repo.Write("a", "1\n");
        Repo.Commit("First");
        Repo.Write("b", "2\n");
        await _scene.TakeAsync();
        Repo.Git("gc", "-q", "--prune=now");
        Repo.Write("c", "3\n");
        var snapshot = await _scene.TakeAsync();
        _scene.AssertSound();
        Assert.Equal(_scene.TreeByGit(), snapshot.Tree);
    }

    [Fact]
    public async Task Five_runs_of_git_make_a_snapshot_and_two_find_that_nothing_changed()
    {
        Repo.Write("a", "1\n");
        Repo.Commit("First");
        var runs = _scene.Folder["runs"];
        _scene.Options.GitProgram = StandIn.Write(_scene.Folder, $"echo run >> '{runs}'\nexec git \"$@\"");
        var taker = await _scene.OpenAsync();
        int Runs()
        {
            var count = File.ReadAllLines(runs).Length;
            File.Delete(runs);
            return count;
        }

        Assert.Equal(1, Runs());
        Repo.Write("a", "2\n");
        await taker.TakeAsync(_scene.Boundary(), default);
        Assert.Equal(5, Runs());
        Repo.Write("a", "3\n");
        await taker.TakeAsync(_scene.Boundary(), default);
        Assert.Equal(5, Runs());
        Repo.Commit("Third");
        await taker.TakeAsync(_scene.Boundary(), default);
        Assert.Equal(2, Runs());
    }
}
