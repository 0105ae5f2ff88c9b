using OpenTraces.TestKit;
using OpenTraces.Trail.Tests.Git;
using Xunit;

namespace OpenTraces.Trail.Tests.Snapshots;

/// <summary>A snapshot holds what <c>git add -A</c> would take, whatever the working tree is like.</summary>
public sealed class ContentTests : IDisposable
{
    private readonly SnapshotScene _scene = new();

    private TempGitRepo Repo => _scene.Repo;

    public void Dispose() => _scene.Dispose();

    private async Task AssertAsGitAsync(params string[] limitations)
    {
        var snapshot = await _scene.TakeAsync();
        Assert.Equal(limitations, snapshot.Limitations);
        _scene.AssertSound();
        Assert.Equal(_scene.TreeByGit(), snapshot.Tree);
    }

    [Fact]
    public async Task Changed_deleted_and_untracked_files_are_in_it()
    {
        Repo.Write("a", "a\n");
        Repo.Write("b", "b\n");
        Repo.Write("c/d", "d\n");
        Repo.Commit("First");
        Repo.Write("a", "changed\n");
        File.Delete(_scene.PathOf("b"));
        Repo.Write("new/deep/e", "e\n");
        Repo.Git("rm", "-q", "--cached", "c/d");
        await AssertAsGitAsync();
    }

    [Fact]
    public async Task A_snapshot_from_a_subdirectory_is_one_of_the_whole_tree()
    {
        Repo.Write("project/a", "a\n");
        Repo.Write("other/b", "b\n");
        Repo.Commit("First");
        Repo.Write("other/b", "changed\n");
        Repo.Write("c", "c\n");
        var snapshot = await _scene.TakeAsync(_scene.PathOf("project"));
        Assert.Equal(_scene.TreeByGit(), snapshot.Tree);
    }

    [Fact]
    public async Task Ignored_files_are_left_out_unless_tracked()
    {
        Repo.Write("tracked.log", "1\n");
        Repo.Commit("First");
        Repo.Write(".gitignore", "*.log\n");
        Repo.Write("sub/.gitignore", "/local\n");
        Repo.Write(".git/info/exclude", "excluded\n");
        Repo.Git("config", "core.excludesFile", _scene.Folder.Write("excludes", "personal\n"));
        Repo.Write("tracked.log", "2\n");
        foreach (var name in new[] { "new.log", "sub/local", "excluded", "personal", "kept" })
            Repo.Write(name, name);
        var snapshot = await _scene.TakeAsync();
        Assert.Equal([".gitignore", "kept", "sub/.gitignore", "tracked.log"], _scene.Files(snapshot));
        Assert.Equal("2\n", _scene.Show(snapshot, "tracked.log"));
        Assert.Equal(_scene.TreeByGit(), snapshot.Tree);
    }

    [Fact]
    public async Task A_file_that_became_a_folder_and_the_other_way_round_are_taken()
    {
        Repo.Write("file", "file\n");
        Repo.Write("hollow", "file\n");
        Repo.Write("folder/x", "x\n");
        Repo.Commit("First");
        File.Delete(_scene.PathOf("file"));
        Repo.Write("file/in", "in\n");
        File.Delete(_scene.PathOf("hollow"));
        Directory.CreateDirectory(_scene.PathOf("hollow"));
        Directory.Delete(_scene.PathOf("folder"), recursive: true);
        Repo.Write("folder", "folder\n");
        await AssertAsGitAsync();
    }

    [Fact]
    public async Task Symbolic_links_are_links_also_in_place_of_a_folder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege");
        Repo.Write("folder/same", "same\n");
        Repo.Write("folder/gone", "gone\n");
        Repo.Write("folder/other", "other\n");
        Repo.Write("target/same", "same\n");
        Repo.Write("target/other", "different\n");
        Repo.Commit("First");
        Directory.Delete(_scene.PathOf("folder"), recursive: true);
        File.CreateSymbolicLink(_scene.PathOf("folder"), "target");
        File.CreateSymbolicLink(_scene.PathOf("dangling"), "/nowhere");
        File.CreateSymbolicLink(_scene.PathOf("loop"), "loop");
        await AssertAsGitAsync();
    }

    [Fact]
    public async Task Modes_are_taken()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps no modes");
        Repo.Write("run", "#!/bin/sh\n");
        Repo.Commit("First");
        StandIn.MakeExecutable(_scene.PathOf("run"));
        await AssertAsGitAsync();
    }

    [Theory]
    [InlineData("tab\tand \"quote\"")]
    [InlineData("line\nfeed")]
    [InlineData("-dash")]
    [InlineData(":(glob)*")]
    [InlineData("größe/日本 ")]
    public async Task Any_name_is_taken(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows allows no such names");
        Repo.Write(name, "1\n");
        Repo.Write("tracked" + name, "1\n");
        Repo.Git("add", "--", ":(literal)tracked" + name);
        Repo.Write("tracked" + name, "2\n");
        await AssertAsGitAsync();
    }

    [Fact]
    public async Task A_name_that_is_not_text_is_taken()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems allow no such names");
        Repo.Write("x", "x\n");
        Repo.Git("-c", "alias.make=!printf 'caf\\351' | xargs -0 touch", "make");
        try
        {
            await AssertAsGitAsync();
            Assert.Equal(2, Directory.EnumerateFiles(Repo.Root).Count());
        }
        finally
        {
            Repo.Git("-c", "alias.remove=!rm caf*", "remove");
        }
    }

    [Fact]
    public async Task Names_that_differ_in_case_alone_stay_two()
    {
        Repo.Write("Readme", "1\n");
        Repo.Write("README", "2\n");
        Assert.SkipUnless(File.ReadAllText(_scene.PathOf("Readme")) == "1\n", "the file system takes them for one");
        await AssertAsGitAsync();
        Repo.Commit("Both");
        Repo.Write("readme", "3\n");
        Repo.Write("README", "4\n");
        await AssertAsGitAsync();
    }

    [Fact]
    public async Task An_entry_that_only_intends_to_add_is_taken_with_its_content()
    {
        Repo.Write("a", "a\n");
        Repo.Commit("First");
        Repo.Write("intended", "text\n");
        Repo.Write("vanished", "text\n");
        Repo.Git("add", "-N", "intended", "vanished");
        File.Delete(_scene.PathOf("vanished"));
        await AssertAsGitAsync();
    }

    [Fact]
    public async Task In_the_middle_of_a_merge_the_files_are_taken_as_they_lie()
    {
        foreach (var name in new[] { "both", "deleted-by-us", "deleted-by-them", "resolved", "removed" })
            Repo.Write(name, "base\n");
        Repo.Commit("First");
        Repo.Git("checkout", "-q", "-b", "side");
        Write("side\n");
        Repo.Git("rm", "-q", "-f", "deleted-by-them");
        Repo.Commit("Side");
        Repo.Git("checkout", "-q", "main");
        Write("main\n");
        Repo.Git("rm", "-q", "-f", "deleted-by-us");
        Repo.Commit("Main");
        Assert.Throws<InvalidOperationException>(() => Repo.Git("merge", "side"));
        Repo.Write("resolved", "resolved\n");
        File.Delete(_scene.PathOf("removed"));
        await AssertAsGitAsync();

        void Write(string text)
        {
            foreach (var name in new[] { "both", "deleted-by-us", "deleted-by-them", "resolved", "removed" })
                Repo.Write(name, text);
        }
    }

    [Fact]
    public async Task Line_ends_are_stored_as_git_would()
    {
        Repo.Write(".gitattributes", "*.txt text\n*.bat text eol=crlf\n*.bin -text\n");
        Repo.Write(".git/info/attributes", "*.own text\n");
        foreach (var name in new[] { "a.txt", "a.bat", "a.bin", "a.own", "plain" })
            Repo.Write(name, "one\r\ntwo\r\n");
        Repo.Git("config", "core.autocrlf", "input");
        var snapshot = await _scene.TakeAsync();
        Assert.Equal("one\ntwo\n", _scene.Show(snapshot, "a.txt"));
        Assert.Equal("one\ntwo\n", _scene.Show(snapshot, "a.own"));
        Assert.Equal("one\r\ntwo\r\n", _scene.Show(snapshot, "a.bin"));
        Assert.Equal(_scene.TreeByGit(), snapshot.Tree);
    }

    [Fact]
    public async Task What_a_clean_filter_makes_of_a_file_is_stored()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the filter is a program of Unix");
        Repo.Write(".gitattributes", "*.up filter=upper\n");
        Repo.Git("config", "filter.upper.clean", "tr a-z A-Z");
        Repo.Git("config", "filter.upper.required", "true");
        Repo.Write("a.up", "text\n");
        Assert.Equal("TEXT\n", _scene.Show(await _scene.TakeAsync(), "a.up"));
        await AssertAsGitAsync();
    }

    [Theory]
    [InlineData("clean")]
    [InlineData("process")]
    public async Task A_required_filter_without_its_program_costs_its_files_alone(string kind)
    {
        Repo.Write("old.lfs", "old\n");
        Repo.Commit("First");
        Repo.Write(".gitattributes", "*.lfs filter=lfs\n");
        Repo.Git("config", "filter.lfs." + kind, "no-such-program with-arguments");
        Repo.Git("config", "filter.lfs.required", "true");
        foreach (var name in new[] { "a.lfs", "b.lfs", "old.lfs", "plain", "z.lfs" })
            Repo.Write(name, "new content\n");
        var snapshot = await _scene.TakeAsync();
        Assert.Equal(["filter_failed:lfs"], snapshot.Limitations);
        Assert.Equal([".gitattributes", "old.lfs", "plain"], _scene.Files(snapshot));
        Assert.Equal("old\n", _scene.Show(snapshot, "old.lfs"));
        _scene.AssertSound();
    }

    [Fact]
    public async Task A_change_made_at_once_after_the_index_was_written_is_seen()
    {
        Repo.Write("a", "one\n");
        Repo.Git("config", "core.trustctime", "false");
        Repo.Git("config", "core.checkStat", "minimal");
        var time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(_scene.PathOf("a"), time);
        Repo.Git("add", "a");
        File.SetLastWriteTimeUtc(_scene.PathOf(".git/index"), time);
        Repo.Write("a", "two\n");
        File.SetLastWriteTimeUtc(_scene.PathOf("a"), time);
        Assert.Equal("two\n", _scene.Show(await _scene.TakeAsync(), "a"));
    }

    [Fact]
    public async Task Large_untracked_files_are_left_out_and_counted()
    {
        _scene.Options.SnapshotFileLimit = 1000;
        Repo.Write("tracked", "small\n");
        Repo.Commit("First");
        Repo.Write("tracked", new string('x', 5000));
        Repo.Write("large1", new string('x', 1001));
        Repo.Write("deep/large2", new string('x', 9000));
        Repo.Write("deep/fits", new string('x', 1000));
        var snapshot = await _scene.TakeAsync();
        Assert.Equal(["large_files_left_out:2"], snapshot.Limitations);
        Assert.Equal(["deep/fits", "tracked"], _scene.Files(snapshot));
        Assert.Equal(5000, _scene.Show(snapshot, "tracked").Length);
    }

    [Fact]
    public async Task Files_that_vanish_meanwhile_are_simply_not_there()
    {
        Repo.Write("tracked", "1\n");
        Repo.Commit("First");
        Repo.Write("tracked", "2\n");
        Repo.Write("goes", "goes\n");
        Repo.Write("stays", "stays\n");
        _scene.Options.GitProgram = StandIn.Write(_scene.Folder, "case \"$*\" in *update-index*) rm -f goes tracked;; esac\nexec git \"$@\"");
        await AssertAsGitAsync();
    }

    [Fact]
    public async Task Unreadable_files_are_left_out_and_counted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.UserName == "root", "nothing is unreadable");
        Repo.Write("tracked", "1\n");
        Repo.Commit("First");
        foreach (var name in new[] { "tracked", "secret1", "secret2", "folder/x", "plain" })
            Repo.Write(name, "2\n");
        string[] closed = [_scene.PathOf("tracked"), _scene.PathOf("secret1"), _scene.PathOf("secret2"), _scene.PathOf("folder")];
        foreach (var path in closed)
            SetMode(path, UnixFileMode.None);
        var snapshot = await _scene.TakeAsync();
        foreach (var path in closed)
            SetMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Equal(["unreadable_folders_left_out:1", "unreadable_files_left_out:3"], snapshot.Limitations);
        Assert.Equal(["plain", "tracked"], _scene.Files(snapshot));
        Assert.Equal("1\n", _scene.Show(snapshot, "tracked"));

        static void SetMode(string path, UnixFileMode mode)
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, mode);
        }
    }

    [Fact]
    public async Task A_file_that_git_cannot_read_costs_that_file_alone()
    {
        Repo.Write("secret 1", "secret\n");
        Repo.Write("secret 2", "secret\n");
        Repo.Write("plain", "plain\n");
        // What git does when it may not read a file, which a test that runs as root cannot bring about.
        _scene.Options.GitProgram = StandIn.Write(
            _scene.Folder,
            $"""
            case "$*" in *update-index*)
              cat > '{_scene.Folder["input"]}'
              name=$(tr '\0' '\n' < '{_scene.Folder["input"]}' | grep secret | head -1)
              if [ -n "$name" ]; then echo "error: open(\"$name\"): Permission denied" >&2; echo "fatal: Unable to process path $name" >&2; exit 128; fi
              exec git "$@" < '{_scene.Folder["input"]}';;
            esac
            exec git "$@"
            """);
        var snapshot = await _scene.TakeAsync();
        Assert.Equal(["unreadable_files_left_out:2"], snapshot.Limitations);
        Assert.Equal(["plain"], _scene.Files(snapshot));
    }

    [Fact]
    public async Task Pipes_are_no_files_and_one_in_place_of_a_file_costs_that_file_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has none in folders");
        Repo.Write("x", "x\n");
        Repo.Git("-c", "alias.make=!mkfifo pipe", "make");
        await AssertAsGitAsync();
        Repo.Commit("First");
        File.Delete(_scene.PathOf("x"));
        Repo.Git("-c", "alias.make=!mkfifo x", "make");
        Repo.Write("y", "y\n");
        var snapshot = await _scene.TakeAsync();
        Assert.Equal(["unreadable_files_left_out:1"], snapshot.Limitations);
        Assert.Equal(["x", "y"], _scene.Files(snapshot));
    }
}
