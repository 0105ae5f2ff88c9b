using OpenTraces.Schema;
using OpenTraces.TestKit;
using OpenTraces.Trail.Snapshots;
using Xunit;

namespace OpenTraces.Trail.Tests.Snapshots;

/// <summary>Every form a repository can have.</summary>
public sealed class FormTests : IDisposable
{
    private readonly SnapshotScene _scene = new();

    private TempGitRepo Repo => _scene.Repo;

    public void Dispose() => _scene.Dispose();

    private string NewRepository(string name, params string[] options)
    {
        Repo.Git(["init", "-q", "-b", "main", .. options, name]);
        Repo.Git("-C", name, "config", "user.name", "Test Person");
        Repo.Git("-C", name, "config", "user.email", "person@example.com");
        return name;
    }

    private async Task<OpenTracesException> FailsAsync(string folder) =>
        await Assert.ThrowsAsync<OpenTracesException>(async () => await SnapshotTaker.OpenAsync(folder, _scene.Options, default));

    [Fact]
    public async Task A_repository_without_commits_and_index_is_kept_too()
    {
        var empty = await _scene.TakeAsync();
        Assert.Empty(_scene.Files(empty));
        Repo.Write("a", "a\n");
        var snapshot = await _scene.TakeAsync();
        Assert.False(File.Exists(_scene.PathOf(".git/index")));
        Assert.Equal(["a"], _scene.Files(snapshot));
        _scene.AssertSound();
        Assert.Equal(_scene.TreeByGit(), snapshot.Tree);
    }

    [Fact]
    public async Task A_repository_of_sha256_gets_a_shadow_of_sha256()
    {
        var root = NewRepository(_scene.Folder["sha256"], "--object-format=sha256");
        _scene.Folder.Write("sha256/a", "a\n");
        Repo.Git("-C", root, "add", "-A");
        Repo.Git("-C", root, "commit", "-q", "-m", "First");
        var before = await _scene.TakeAsync(root);
        _scene.Folder.Write("sha256/a", "b\n");
        var after = await _scene.TakeAsync(root);
        Assert.Equal(64, after.Commit.Length);
        var patches = await (await _scene.OpenAsync(root)).DiffAsync(before.Tree, after.Tree, _scene.Boundary(), default);
        Assert.Equal(["b"], Assert.Single(patches).Added);
        Assert.Equal("", Repo.Git("--git-dir", Path.Combine(root, ".git", "opentraces.git"), "fsck", "--strict", "--no-dangling"));
        Assert.Equal(_scene.TreeByGit(root), after.Tree);
    }

    [Fact]
    public async Task Linked_working_trees_have_their_own_index_and_share_the_shadow()
    {
        Repo.Write("a", "a\n");
        Repo.Commit("First");
        var linked = _scene.Folder["linked"];
        Repo.Git("worktree", "add", "-q", linked, "-b", "side");
        _scene.Folder.Write("linked/only-there", "1\n");
        Repo.Git("-C", linked, "add", "-A");
        _scene.Folder.Write("linked/only-there", "2\n");
        Repo.Write("only-here", "3\n");
        var here = await _scene.TakeAsync();
        var there = await _scene.TakeAsync(linked, "session-2");
        Assert.Equal(["a", "only-here"], _scene.Files(here));
        Assert.Equal(["a", "only-there"], _scene.Files(there));
        Assert.Equal("2\n", _scene.Show(there, "only-there"));
        Assert.Equal(2, _scene.InShadow("for-each-ref").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        _scene.AssertSound();
        Assert.Equal(_scene.TreeByGit(linked), there.Tree);
    }

    [Fact]
    public async Task A_working_tree_of_a_bare_repository_is_kept()
    {
        Repo.Write("a", "a\n");
        Repo.Commit("First");
        Repo.Git("clone", "-q", "--bare", Repo.Root, _scene.Folder["bare.git"]);
        Repo.Git("-C", _scene.Folder["bare.git"], "worktree", "add", "-q", _scene.Folder["tree"]);
        _scene.Folder.Write("tree/b", "b\n");
        var snapshot = await _scene.TakeAsync(_scene.Folder["tree"]);
        Assert.Equal(_scene.TreeByGit(_scene.Folder["tree"]), snapshot.Tree);
        Assert.True(Directory.Exists(_scene.Folder["bare.git/opentraces.git"]));
    }

    [Fact]
    public async Task A_clone_that_borrows_objects_is_kept()
    {
        Repo.Write("a", "a\n");
        Repo.Commit("First");
        var clone = _scene.Folder["clone"];
        Repo.Git("clone", "-q", "--shared", Repo.Root, clone);
        _scene.Folder.Write("clone/b", "b\n");
        var snapshot = await _scene.TakeAsync(clone);
        Assert.Equal("", Repo.Git("--git-dir", Path.Combine(clone, ".git", "opentraces.git"), "fsck", "--strict", "--no-dangling"));
        Assert.Equal(_scene.TreeByGit(clone), snapshot.Tree);
    }

    [Fact]
    public async Task A_shallow_clone_is_kept()
    {
        Repo.Write("a", "a\n");
        Repo.Commit("First");
        Repo.Write("a", "b\n");
        Repo.Commit("Second");
        var clone = _scene.Folder["clone"];
        Repo.Git("clone", "-q", "--depth=1", "file://" + Repo.Root, clone);
        _scene.Folder.Write("clone/b", "b\n");
        var snapshot = await _scene.TakeAsync(clone);
        Assert.Equal("", Repo.Git("--git-dir", Path.Combine(clone, ".git", "opentraces.git"), "fsck", "--strict", "--no-dangling"));
        Assert.Equal(_scene.TreeByGit(clone), snapshot.Tree);
    }

    [Fact]
    public async Task A_git_directory_elsewhere_holds_the_shadow()
    {
        var root = NewRepository(_scene.Folder["tree"], "--separate-git-dir", _scene.Folder["elsewhere"]);
        _scene.Folder.Write("tree/a", "a\n");
        var snapshot = await _scene.TakeAsync(root);
        Assert.True(Directory.Exists(_scene.Folder["elsewhere/opentraces.git"]));
        Assert.Equal(_scene.TreeByGit(root), snapshot.Tree);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Files_that_a_sparse_checkout_skips_keep_their_entry(bool cone)
    {
        foreach (var name in new[] { "in/a", "in/b", "out/c", "out/d", "top" })
            Repo.Write(name, name + "\n");
        Repo.Commit("First");
        Repo.Git("sparse-checkout", "set", cone ? "--cone" : "--no-cone", cone ? "in" : "/in/");
        Assert.False(File.Exists(_scene.PathOf("out/c")));
        Repo.Write("in/a", "changed\n");
        var snapshot = await _scene.TakeAsync();
        Assert.Equal(["in/a", "in/b", "out/c", "out/d", "top"], _scene.Files(snapshot));
        Assert.Equal("changed\n", _scene.Show(snapshot, "in/a"));
        _scene.AssertSound();
        Assert.Equal(_scene.TreeByGit(), snapshot.Tree);
    }

    [Fact]
    public async Task A_sparse_index_is_read()
    {
        foreach (var name in new[] { "in/a", "out/deep/c", "top" })
            Repo.Write(name, name + "\n");
        Repo.Commit("First");
        Repo.Git("sparse-checkout", "set", "--cone", "--sparse-index", "in");
        Repo.Write("in/a", "changed\n");
        Repo.Write("in/new", "new\n");
        var snapshot = await _scene.TakeAsync();
        Assert.Equal(["in/a", "in/new", "out/deep/c", "top"], _scene.Files(snapshot));
        Assert.Equal(_scene.TreeByGit(), snapshot.Tree);
    }

    [Fact]
    public async Task A_file_made_outside_the_sparse_part_is_kept_too()
    {
        Repo.Write("in/a", "a\n");
        Repo.Write("out/c", "c\n");
        Repo.Commit("First");
        Repo.Git("sparse-checkout", "set", "--cone", "in");
        Repo.Write("out/new", "new\n");
        Assert.Equal(["in/a", "out/c", "out/new"], _scene.Files(await _scene.TakeAsync()));
    }

    [Fact]
    public async Task A_submodule_is_its_commit()
    {
        var library = NewRepository(_scene.Folder["library"]);
        _scene.Folder.Write("library/l", "l\n");
        Repo.Git("-C", library, "add", "-A");
        Repo.Git("-C", library, "commit", "-q", "-m", "Library");
        Repo.Git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library, "sub");
        Repo.Commit("First");
        var before = await _scene.TakeAsync();
        Repo.Write("sub/l", "changed\n");
        Repo.Write("sub/untracked", "untracked\n");
        Assert.Equal(before.Tree, (await _scene.TakeAsync()).Tree);
        Repo.Git("-C", "sub", "-c", "user.name=x", "-c", "user.email=x@y", "commit", "-q", "-a", "-m", "Inside");
        var after = await _scene.TakeAsync();
        Assert.Contains("160000 commit " + Repo.Git("-C", "sub", "rev-parse", "HEAD").Trim(), _scene.InShadow("ls-tree", after.Tree), StringComparison.Ordinal);
        var patch = Assert.Single(await _scene.DiffAsync(before, after));
        Assert.Equal(("sub", PatchKind.Modify, "content_unknown submodule"), (patch.FilePath, patch.Kind, string.Join(' ', patch.Limitations)));
        _scene.AssertSound();
        Assert.Equal(_scene.TreeByGit(), after.Tree);
    }

    [Fact]
    public async Task Inside_a_submodule_it_is_the_submodule_that_is_kept()
    {
        var library = NewRepository(_scene.Folder["library"]);
        _scene.Folder.Write("library/l", "l\n");
        Repo.Git("-C", library, "add", "-A");
        Repo.Git("-C", library, "commit", "-q", "-m", "Library");
        Repo.Git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library, "sub");
        Repo.Write("sub/l", "changed\n");
        var snapshot = await _scene.TakeAsync(_scene.PathOf("sub"));
        Assert.Equal(_scene.TreeByGit(_scene.PathOf("sub")), snapshot.Tree);
        Assert.True(Directory.Exists(_scene.PathOf(".git/modules/sub/opentraces.git")));
    }

    [Fact]
    public async Task A_repository_inside_is_its_commit_and_one_without_commits_is_left_out()
    {
        Repo.Write("a", "a\n");
        NewRepository(_scene.PathOf("inner"));
        Repo.Write("inner/x", "x\n");
        Repo.Git("-C", "inner", "add", "-A");
        Repo.Git("-C", "inner", "commit", "-q", "-m", "Inner");
        NewRepository(_scene.PathOf("deep/fresh"));
        Repo.Write("deep/fresh/y", "y\n");
        var snapshot = await _scene.TakeAsync();
        Assert.Equal(["nested_repositories_without_commits_left_out:1"], snapshot.Limitations);
        Assert.Equal(["a", "inner"], _scene.Files(snapshot));
        _scene.AssertSound();
    }

    [Fact]
    public async Task A_repository_that_was_moved_keeps_its_snapshots()
    {
        var root = NewRepository(_scene.Folder["old"]);
        _scene.Folder.Write("old/a", "a\n");
        Repo.Git("-C", root, "add", "-A");
        Repo.Git("-C", root, "commit", "-q", "-m", "First");
        var before = await _scene.TakeAsync(root);
        Directory.Move(root, _scene.Folder["new"]);
        _scene.Folder.Write("new/b", "b\n");
        var after = await _scene.TakeAsync(_scene.Folder["new"]);
        var shadow = _scene.Folder["new/.git/opentraces.git"];
        Assert.Equal(before.Commit, Repo.Git("--git-dir", shadow, "rev-parse", after.Commit + "^").Trim());
        Assert.Equal("", Repo.Git("--git-dir", shadow, "fsck", "--strict", "--no-dangling"));
    }

    [Fact]
    public async Task Where_nothing_can_be_kept_the_error_says_why()
    {
        var none = await FailsAsync(_scene.Folder.Root);
        Assert.Equal(OpenTracesErrorCode.Precondition, none.Code);
        Assert.Contains("not inside a Git repository", none.Message, StringComparison.Ordinal);
        Repo.Git("init", "-q", "--bare", _scene.Folder["bare.git"]);
        foreach (var folder in new[] { _scene.Folder["bare.git"], _scene.PathOf(".git") })
        {
            var bare = await FailsAsync(folder);
            Assert.Equal(OpenTracesErrorCode.Precondition, bare.Code);
            Assert.Contains("no working tree", bare.Message, StringComparison.Ordinal);
        }

        Assert.Equal(OpenTracesErrorCode.Precondition, (await FailsAsync(_scene.Folder["missing"])).Code);
        _scene.Options.GitProgram = "no-such-git";
        Assert.Contains("Install git", (await FailsAsync(Repo.Root)).Message, StringComparison.Ordinal);
    }
}
