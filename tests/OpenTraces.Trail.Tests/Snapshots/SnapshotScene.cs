using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using OpenTraces.Trail.Snapshots;
using Xunit;

namespace OpenTraces.Trail.Tests.Snapshots;

/// <summary>A repository of which snapshots are taken.</summary>
internal sealed class SnapshotScene : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private int _minutes;

    public TempGitRepo Repo { get; } = new();

    public TempFolder Folder { get; } = new();

    public TrailOptions Options { get; } = new() { Clock = new FakeClock() };

    public SnapshotLog Log { get; } = new();

    public string Shadow => Path.Combine(Repo.Root, ".git", "opentraces.git");

    public string PathOf(string relative) => Path.Combine(Repo.Root, relative.Replace('/', Path.DirectorySeparatorChar));

    public TraceBoundary Boundary(string kind = "turn_end", string? call = null, string session = "session-1", string? folder = null) => new()
    {
        Kind = kind,
        Agent = "claude-code",
        SessionId = session,
        ToolCallId = call,
        WorkingDirectory = folder ?? Repo.Root,
        Time = Repo.Now.AddMinutes(_minutes++),
        Budget = Patience,
    };

    public async Task<Snapshot> TakeAsync(string? folder = null, string session = "session-1") =>
        await (await OpenAsync(folder)).TakeAsync(Boundary(session: session), default);

    public ValueTask<SnapshotTaker> OpenAsync(string? folder = null) => SnapshotTaker.OpenAsync(folder ?? Repo.Root, Options, default);

    public SnapshotObserver Observer() => new(Log, Options);

    /// <summary>The patches between two snapshots.</summary>
    public async Task<IReadOnlyList<PatchDraft>> DiffAsync(Snapshot before, Snapshot after) =>
        await (await OpenAsync()).DiffAsync(before.Tree, after.Tree, Boundary("tool_after", "call-1"), default);

    public string InShadow(params string[] arguments) => Repo.Git(["--git-dir", Shadow, .. arguments]);

    public string[] Files(Snapshot snapshot) => InShadow("ls-tree", "-r", "-z", "--name-only", snapshot.Tree).Split('\0', StringSplitOptions.RemoveEmptyEntries);

    public string Show(Snapshot snapshot, string path) => InShadow("cat-file", "blob", $"{snapshot.Tree}:{path}");

    /// <summary>What git itself makes of the working tree. It changes the index: the last thing a test does.</summary>
    public string TreeByGit(string? folder = null)
    {
        Repo.Git("-C", folder ?? Repo.Root, "add", "-A");
        return Repo.Git("-C", folder ?? Repo.Root, "write-tree").Trim();
    }

    public void AssertSound()
    {
        foreach (var output in new[] { Repo.Git("fsck", "--strict", "--no-dangling"), InShadow("fsck", "--strict", "--no-dangling") })
            Assert.DoesNotContain("missing", output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(Shadow, "tmp")));
    }

    public void Dispose()
    {
        Repo.Dispose();
        Folder.Dispose();
    }
}
