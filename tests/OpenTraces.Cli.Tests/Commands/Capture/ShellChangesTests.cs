using OpenTraces.Bucket;
using OpenTraces.TestKit;
using OpenTraces.Trail.Snapshots;
using Xunit;

namespace OpenTraces.Cli.Tests.Commands.Capture;

public sealed class ShellChangesTests : IDisposable
{
    private const string Session = "019aaaaa-0000-7000-8000-000000000001";

    private readonly Cli _cli = new();
    private readonly TempGitRepo _repo = new();

    public void Dispose()
    {
        _cli.Dispose();
        _repo.Dispose();
    }

    [Fact]
    public async Task What_a_shell_command_changed_is_tied_to_its_step_and_to_the_commit_that_took_it()
    {
        _repo.Write("basket/apples.txt", "a1\n");
        _repo.Commit("Start");
        var observer = new SnapshotObserver(new CallLogSink(new CallLog(Path.Combine(_cli.Home, "calls"))));
        await observer.OnBoundaryAsync(Boundary("tool_before"));
        _repo.Write("basket/apples.txt", "a1\napple number two from the market\napple number three from the garden\n");
        await observer.OnBoundaryAsync(Boundary("tool_after"));
        var commit = _repo.Commit("More apples");

        var path = _cli.Folder.Write("work/rollout-a.jsonl", CodexText.Session(Session, _repo.Root.Replace('\\', '/')));
        var row = (await _cli.RunAsync("capture", "import", path, "--repo", _repo.Root, "--json")).Json().GetProperty("traces")[0];
        var id = row.GetProperty("trace_id").GetString()!;
        Assert.Equal(1, row.GetProperty("patches").GetInt32());
        var blame = (await _cli.RunAsync("trail", "blame", "commit", commit, "--repo", _repo.Root, "--json")).Json();
        var trace = Assert.Single(blame.GetProperty("traces").EnumerateArray());
        Assert.Equal(id, trace.GetProperty("trace_id").GetString());
        var patch = Assert.Single(trace.GetProperty("patches").EnumerateArray());
        Assert.Equal(("basket/apples.txt", 2), (patch.GetProperty("path").GetString(), patch.GetProperty("step_index").GetInt32()));
        Assert.Single(Directory.GetFiles(Path.Combine(_cli.Home, "calls")));

        Assert.Equal(0, (await _cli.RunAsync("trace", "forget", id)).Code);
        Assert.All(Directory.GetFiles(Path.Combine(_cli.Home, "calls")), f => Assert.Equal(0, new FileInfo(f).Length));
    }

    private TraceBoundary Boundary(string kind) => new()
    {
        Kind = kind,
        Agent = "codex-cli",
        SessionId = Session,
        ToolCallId = "call_1",
        WorkingDirectory = _repo.Root,
        // The clock of the session.
        Time = new DateTimeOffset(2026, 1, 1, 0, 0, 4, TimeSpan.Zero),
        Budget = TimeSpan.FromMinutes(2),
    };
}
