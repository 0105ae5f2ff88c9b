using System.Diagnostics;
using System.Globalization;
using OpenTraces.TestKit;
using OpenTraces.Trail.Snapshots;
using OpenTraces.Trail.Tests.Git;
using Xunit;

namespace OpenTraces.Trail.Tests.Snapshots;

/// <summary>What an observer of boundaries promises.</summary>
public sealed class ObserverTests : IDisposable
{
    private readonly SnapshotScene _scene = new();

    private TempGitRepo Repo => _scene.Repo;

    public void Dispose() => _scene.Dispose();

    /// <summary>Every boundary by an observer of its own, as hooks are processes of their own.</summary>
    private async Task<BoundarySnapshot> ObserveAsync(string kind, string? call = null, string session = "session-1", string? folder = null)
    {
        await _scene.Observer().OnBoundaryAsync(_scene.Boundary(kind, call, session, folder));
        return _scene.Log.Last;
    }

    [Fact]
    public async Task A_call_ends_with_its_patches()
    {
        Repo.Write("a", "1\n");
        Repo.Commit("First");
        Repo.Write("a", "before\n");
        var before = await ObserveAsync("tool_before", "call-1");
        Repo.Write("a", "after\n");
        Repo.Write("b", "new\n");
        var after = await ObserveAsync("tool_after", "call-1");
        Repo.Write("a", "later\n");
        var end = await ObserveAsync("turn_end");
        Assert.Equal(["a", "b"], after.Patches.Select(p => p.FilePath));
        Assert.Equal(["before", "after", "call-1"], [.. after.Patches[0].Removed, .. after.Patches[0].Added, after.Patches[0].ToolCallId]);
        Assert.Empty(before.Patches);
        Assert.Empty(end.Patches);
        Assert.Equal<string>([before.Commit!, after.Commit!, end.Commit!], _scene.InShadow("rev-list", "--reverse", end.Commit!).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(_scene.Log.All, s => Assert.Empty(s.Limitations));
        Assert.Equal("tool_after\n\nTool-Call: call-1\nAgent: claude-code\nSession: session-1", _scene.InShadow("log", "-1", "--format=%B", after.Commit!).Trim());
        Assert.Equal(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"OpenTraces <opentraces@localhost> {after.Boundary.Time.ToUnixTimeSeconds()}"), _scene.InShadow("log", "-1", "--format=%cn <%ce> %ct", after.Commit!).Trim());
        _scene.AssertSound();
    }

    [Fact]
    public async Task A_call_that_changed_nothing_has_no_patches_and_no_commit_of_its_own()
    {
        Repo.Write("a", "1\n");
        var before = await ObserveAsync("tool_before", "call-1");
        var after = await ObserveAsync("tool_after", "call-1");
        Assert.Equal((before.Commit, before.Tree), (after.Commit, after.Tree));
        Assert.Empty(after.Patches);
        Assert.Empty(after.Limitations);
    }

    [Theory]
    [InlineData("tool_before", "call-1")]
    [InlineData("tool_after", "call-1")]
    [InlineData("turn_end", null)]
    [InlineData("commit", null)]
    public async Task The_same_boundary_twice_does_nothing_the_second_time(string kind, string? call)
    {
        Repo.Write("a", "1\n");
        var boundary = _scene.Boundary(kind, call);
        var observer = _scene.Observer();
        await observer.OnBoundaryAsync(boundary);
        Repo.Write("a", "2\n");
        await observer.OnBoundaryAsync(boundary);
        await _scene.Observer().OnBoundaryAsync(boundary with { WorkingDirectory = Repo.Root });
        Assert.Single(_scene.Log.All);
        Assert.Equal("1", _scene.InShadow("rev-list", "--count", "refs/opentraces/snapshots/session-1").Trim());
    }

    [Fact]
    public async Task What_a_call_changed_is_as_old_as_the_call()
    {
        var before = _scene.Boundary("tool_before", "call-1");
        await _scene.Observer().OnBoundaryAsync(before);
        Repo.Write("a", "1\n");
        Repo.Commit("The call commits it itself");
        var after = await ObserveAsync("tool_after", "call-1");
        Assert.True(after.Boundary.Time > before.Time);
        Assert.Equal(before.Time, DateTimeOffset.Parse(Assert.Single(after.Patches).Timestamp!, CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task An_end_without_a_beginning_says_so()
    {
        Repo.Write("a", "1\n");
        Assert.Equal(["no_snapshot_before"], (await ObserveAsync("tool_after", "call-1")).Limitations);
        Assert.NotNull(_scene.Log.Last.Tree);
        Assert.Equal(["no_snapshot_before"], (await ObserveAsync("tool_after")).Limitations);
    }

    [Fact]
    public async Task Calls_that_were_open_together_say_so()
    {
        await ObserveAsync("tool_before", "outer");
        await ObserveAsync("tool_before", "inner", "session-2");
        Repo.Write("a", "1\n");
        var inner = await ObserveAsync("tool_after", "inner", "session-2");
        var outer = await ObserveAsync("tool_after", "outer");
        await ObserveAsync("tool_before", "alone");
        Repo.Write("b", "1\n");
        var alone = await ObserveAsync("tool_after", "alone");
        foreach (var seen in new[] { inner, outer })
        {
            Assert.Contains("concurrent_writer_overlap", seen.Limitations);
            Assert.Contains("concurrent_writer_overlap", Assert.Single(seen.Patches).Limitations);
        }

        Assert.Empty(alone.Limitations);
        Assert.Empty(Assert.Single(alone.Patches).Limitations);
    }

    [Fact]
    public async Task Calls_in_different_working_trees_do_not_overlap()
    {
        Repo.Write("a", "1\n");
        Repo.Commit("First");
        Repo.Git("worktree", "add", "-q", _scene.Folder["linked"], "-b", "side");
        await ObserveAsync("tool_before", "here");
        await ObserveAsync("tool_before", "there", "session-2", _scene.Folder["linked"]);
        Repo.Write("a", "2\n");
        _scene.Folder.Write("linked/a", "3\n");
        Assert.Empty((await ObserveAsync("tool_after", "there", "session-2", _scene.Folder["linked"])).Limitations);
        var here = await ObserveAsync("tool_after", "here");
        Assert.Empty(here.Limitations);
        Assert.Equal(["2"], Assert.Single(here.Patches).Added);
    }

    [Fact]
    public async Task A_call_that_never_ends_is_over_with_the_turn()
    {
        await ObserveAsync("tool_before", "forbidden");
        await ObserveAsync("turn_end");
        await ObserveAsync("tool_before", "next");
        Repo.Write("a", "1\n");
        Assert.Empty((await ObserveAsync("tool_after", "next")).Limitations);
    }

    [Theory]
    [InlineData("rev-parse")]
    [InlineData("ls-files")]
    [InlineData("update-index")]
    [InlineData("write-tree")]
    [InlineData("commit-tree")]
    [InlineData("update-ref")]
    public async Task When_the_budget_runs_out_git_is_stopped_and_nothing_is_left(string command)
    {
        Repo.Write("a", "1\n");
        var good = _scene.Options.GitProgram;
        var alive = _scene.Folder["alive"];
        _scene.Options.GitProgram = StandIn.Write(_scene.Folder, $"case \"$*\" in *' {command}'*) echo $$ > '{alive}'; sleep 600 & wait;; esac\nexec git \"$@\"");
        // Long enough for the runs of git before the one that hangs, on a busy machine too.
        await _scene.Observer().OnBoundaryAsync(_scene.Boundary() with { Budget = TimeSpan.FromSeconds(command == "rev-parse" ? 1 : 3) });
        var seen = Assert.Single(_scene.Log.All);
        Assert.Equal(["snapshot_timed_out"], seen.Limitations);
        Assert.Null(seen.Commit);
        if (Directory.Exists(_scene.Shadow))
        {
            Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_scene.Shadow, "tmp")));
            Assert.Equal("", _scene.InShadow("for-each-ref"));
        }

        Assert.False(File.Exists(alive) && Directory.Exists("/proc/" + File.ReadAllText(alive).Trim()), "git still runs");
        _scene.Options.GitProgram = good;
        Assert.NotNull((await ObserveAsync("turn_end")).Commit);
        _scene.AssertSound();
    }

    [Fact]
    public async Task A_filter_that_leaves_a_process_behind_holds_nobody_up()
    {
        var pid = _scene.Folder["left"];
        Repo.Git("config", "filter.stays.clean", $"( sleep 600 >/dev/null </dev/null & echo $! > '{pid}' ) ; cat");
        Repo.Write(".gitattributes", "*.txt filter=stays\n");
        Repo.Write("a.txt", "1\n");
        try
        {
            var seen = await ObserveAsync("turn_end").WaitAsync(TimeSpan.FromSeconds(60));
            Assert.NotNull(seen.Tree);
            Assert.True(Directory.Exists("/proc/" + File.ReadAllText(pid).Trim()) || !OperatingSystem.IsLinux(), "the process ended by itself");
        }
        finally
        {
            Process.GetProcessById(int.Parse(File.ReadAllText(pid), CultureInfo.InvariantCulture)).Kill();
        }
    }

    [Fact]
    public async Task A_call_that_writes_nothing_opens_no_window()
    {
        await _scene.Observer().OnBoundaryAsync(_scene.Boundary("tool_before", "task") with { WritesNothing = true });
        await ObserveAsync("tool_before", "inner", "session-2");
        Repo.Write("a", "1\n");
        var inner = await ObserveAsync("tool_after", "inner", "session-2");
        await _scene.Observer().OnBoundaryAsync(_scene.Boundary("tool_after", "task") with { WritesNothing = true });
        Assert.Empty(inner.Limitations);
        Assert.Empty(Assert.Single(inner.Patches).Limitations);
        Assert.Equal(2, _scene.Log.All.Count);
    }

    [Fact]
    public async Task A_comparison_that_takes_too_long_keeps_the_snapshot()
    {
        var good = _scene.Options.GitProgram;
        await ObserveAsync("tool_before", "call-1");
        Repo.Write("a", "1\n");
        _scene.Options.GitProgram = StandIn.Write(_scene.Folder, "case \"$*\" in *diff-tree*) sleep 600 & wait;; esac\nexec git \"$@\"");
        await _scene.Observer().OnBoundaryAsync(_scene.Boundary("tool_after", "call-1") with { Budget = TimeSpan.FromSeconds(5) });
        Assert.Equal(["snapshot_diff_timed_out"], _scene.Log.Last.Limitations);
        Assert.NotNull(_scene.Log.Last.Commit);
        _scene.Options.GitProgram = good;
    }

    [Fact]
    public async Task No_budget_is_no_snapshot()
    {
        await _scene.Observer().OnBoundaryAsync(_scene.Boundary() with { Budget = TimeSpan.Zero });
        Assert.Equal(["snapshot_timed_out"], _scene.Log.Last.Limitations);
        Assert.False(Directory.Exists(_scene.Shadow));
    }

    [Fact]
    public async Task Cancellation_gets_out_and_nothing_is_handed_over()
    {
        Repo.Write("a", "1\n");
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _scene.Observer().OnBoundaryAsync(_scene.Boundary(), cancel.Token));
        _scene.Options.GitProgram = StandIn.Write(_scene.Folder, "case \"$*\" in *ls-files*) sleep 600 & wait;; esac\nexec git \"$@\"");
        using var later = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _scene.Observer().OnBoundaryAsync(_scene.Boundary(), later.Token));
        Assert.Empty(_scene.Log.All);
    }

    [Fact]
    public async Task What_fails_is_reported_and_never_thrown()
    {
        await _scene.Observer().OnBoundaryAsync(_scene.Boundary(folder: _scene.Folder.Root));
        Assert.Equal(["snapshot_unavailable"], _scene.Log.Last.Limitations);
        Assert.Contains("not inside a Git repository", _scene.Log.Last.Failure, StringComparison.Ordinal);
        await _scene.Observer().OnBoundaryAsync(_scene.Boundary(folder: _scene.Folder["missing"]));
        Assert.Contains("does not exist", _scene.Log.Last.Failure, StringComparison.Ordinal);
        File.WriteAllText(_scene.Shadow, "in the way");
        await _scene.Observer().OnBoundaryAsync(_scene.Boundary());
        Assert.Contains("cannot be written", _scene.Log.Last.Failure, StringComparison.Ordinal);
        File.Delete(_scene.Shadow);
        _scene.Log.Throws = new InvalidOperationException("The sink fails.");
        await _scene.Observer().OnBoundaryAsync(_scene.Boundary());
        Assert.NotNull(_scene.Log.Last.Commit);
        _scene.Options.GitProgram = StandIn.Write(_scene.Folder, "case \"$*\" in *write-tree*) echo broken >&2; exit 3;; esac\nexec git \"$@\"");
        await _scene.Observer().OnBoundaryAsync(_scene.Boundary());
        Assert.Equal(["snapshot_failed"], _scene.Log.Last.Limitations);
        Assert.Contains("broken", _scene.Log.Last.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_failed_without_a_repository_is_reported_once()
    {
        var observer = _scene.Observer();
        var boundary = _scene.Boundary(folder: _scene.Folder.Root);
        await observer.OnBoundaryAsync(boundary);
        await observer.OnBoundaryAsync(boundary);
        Assert.Single(_scene.Log.All);
    }

    [Fact]
    public async Task A_session_of_any_name_has_a_ref_of_its_own()
    {
        string[] sessions = ["session-1", "Session-1", "a/b", "a b", "..", "x.lock", "con", "", "-x", "größe", new string('y', 500), "@{", "\ud800", "\ud801"];
        var names = sessions.Select(SessionName.ToReference).ToArray();
        Assert.Equal(names.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal("refs/opentraces/snapshots/session-1", names[0]);
        foreach (var name in names)
            Repo.Git("check-ref-format", name);
        foreach (var session in sessions.Take(6))
            Assert.NotNull((await ObserveAsync("turn_end", session: session)).Commit);
        Assert.Equal(6, _scene.InShadow("for-each-ref").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }
}
