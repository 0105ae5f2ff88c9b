using OpenTraces.Schema;
using OpenTraces.TestKit;
using OpenTraces.Trail.Tests.Git;
using Xunit;

namespace OpenTraces.Trail.Tests.Snapshots;

/// <summary>What happened between two snapshots is told hunk by hunk.</summary>
public sealed class PatchTests : IDisposable
{
    private readonly SnapshotScene _scene = new();

    private TempGitRepo Repo => _scene.Repo;

    public void Dispose() => _scene.Dispose();

    private async Task<IReadOnlyList<PatchDraft>> ChangeAsync(Action change)
    {
        var before = await _scene.TakeAsync();
        change();
        return await _scene.DiffAsync(before, await _scene.TakeAsync());
    }

    private static string Print(PatchDraft p) =>
        $"{p.Kind} {p.OldPath}>{p.FilePath} -{p.OldStart}[{string.Join('|', p.Removed)}]+{p.NewStart}[{string.Join('|', p.Added)}] {string.Join(' ', p.Limitations)}".TrimEnd();

    [Fact]
    public async Task Each_hunk_is_a_patch_without_context()
    {
        Repo.Write("src/a", "one\ntwo\nthree\nfour\nfive\n");
        Repo.Commit("First");
        var patches = await ChangeAsync(() => Repo.Write("src/a", "ONE\ntwo\nthree\nfive\nsix\n"));
        Assert.Equal(["Modify >src/a -1[one]+1[ONE]", "Modify >src/a -4[four]+4[]", "Modify >src/a -6[]+5[six]"], patches.Select(Print));
        Assert.All(patches, p =>
        {
            Assert.Equal(("snapshot", "call-1", 0), (p.CaptureMethod, p.ToolCallId, p.StepIndex));
            Assert.Equal(Repo.Git("rev-parse", "--show-toplevel").Trim(), p.WorkingDirectory);
            Assert.StartsWith("2026-01-02T", p.Timestamp, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task New_deleted_and_moved_files_are_told_apart()
    {
        Repo.Write("gone", "1\n2\n");
        Repo.Write("moved", "a\nb\nc\nd\ne\nf\n");
        Repo.Write("carried", "k\nl\nm\n");
        Repo.Commit("First");
        var patches = await ChangeAsync(() =>
        {
            File.Delete(_scene.PathOf("gone"));
            File.Move(_scene.PathOf("moved"), _scene.PathOf("target"));
            Repo.Write("target", "a\nb\nC\nd\ne\nf\n");
            Directory.CreateDirectory(_scene.PathOf("to"));
            File.Move(_scene.PathOf("carried"), _scene.PathOf("to/carried"));
            Repo.Write("new/file", "x\ny\n");
            Repo.Write("empty", "");
        });
        Assert.Equal(
            [
                "Add >empty -[]+[]", "Delete >gone -1[1|2]+1[]", "Add >new/file -1[]+1[x|y]",
                "Move moved>target -3[c]+3[C]", "Move carried>to/carried -[]+[]",
            ],
            patches.Select(Print).Order(StringComparer.Ordinal).OrderBy(p => p[(p.IndexOf('>', StringComparison.Ordinal) + 1)..], StringComparer.Ordinal));
    }

    [Fact]
    public async Task Of_binary_files_the_change_alone_is_known()
    {
        Repo.Write("image", "\0\u0001");
        Repo.Write("old", "\0\u0002");
        Repo.Commit("First");
        var patches = await ChangeAsync(() =>
        {
            Repo.Write("image", "\0\u0003");
            File.Delete(_scene.PathOf("old"));
            Repo.Write("new", "\0\u0004 and more");
        });
        Assert.Equal(
            ["Add >new -[]+[] content_unknown", "Delete >old -[]+[] content_unknown", "Modify >image -[]+[] content_unknown"],
            patches.Select(Print).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Attributes_that_hide_a_text_hide_it_from_git_alone()
    {
        Repo.Write(".gitattributes", "*.lock -diff\n*.x diff=none\n");
        Repo.Git("config", "diff.none.textconv", "false");
        Repo.Git("config", "diff.external", "false");
        Repo.Write("a.lock", "1\n");
        Repo.Write("a.x", "1\n");
        Repo.Commit("First");
        var patches = await ChangeAsync(() =>
        {
            Repo.Write("a.lock", "2\n");
            Repo.Write("a.x", "2\n");
        });
        Assert.Equal(["Modify >a.lock -1[1]+1[2]", "Modify >a.x -1[1]+1[2]"], patches.Select(Print));
    }

    [Fact]
    public async Task A_change_of_mode_or_type_is_a_change()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps no modes and links");
        Repo.Write("run", "run\n");
        Repo.Write("typed", "text\n");
        Repo.Commit("First");
        var patches = await ChangeAsync(() =>
        {
            StandIn.MakeExecutable(_scene.PathOf("run"));
            File.Delete(_scene.PathOf("typed"));
            File.CreateSymbolicLink(_scene.PathOf("typed"), "run");
        });
        Assert.Equal(["Modify >run -[]+[] mode_only", "Modify >typed -1[]+1[run]", "Modify >typed -1[text]+1[]"], patches.Select(Print).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Between_equal_snapshots_there_is_nothing()
    {
        Repo.Write("a", "a\n");
        Assert.Empty(await ChangeAsync(() => Repo.Write("a", "a\n")));
        Assert.Equal("1", _scene.InShadow("rev-list", "--count", "refs/opentraces/snapshots/session-1").Trim());
    }

    [Theory]
    [InlineData("tab\tand \"quote\".txt")]
    [InlineData("größe/日本 ")]
    public async Task Any_name_is_told_as_it_is(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows allows no such names");
        Assert.Equal(name, Assert.Single(await ChangeAsync(() => Repo.Write(name, "1\n"))).FilePath);
    }
}
