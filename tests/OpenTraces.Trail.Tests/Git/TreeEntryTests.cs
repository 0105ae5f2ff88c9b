using System.Diagnostics;
using System.Text;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using OpenTraces.Trail.Git;
using Xunit;

namespace OpenTraces.Trail.Tests.Git;

public sealed class TreeEntryTests : IDisposable
{
    private readonly TempGitRepo _repo = new();

    public void Dispose() => _repo.Dispose();

    private static byte[] Line(string mode, byte[] name, int idLength = 20, byte id = 0xAB) =>
        [.. Encoding.ASCII.GetBytes(mode + " "), .. name, 0, .. Enumerable.Repeat(id, idLength)];

    [Theory]
    [InlineData("100644", false)]
    [InlineData("100755", false)]
    [InlineData("100664", false)]
    [InlineData("120000", false)]
    [InlineData("160000", false)]
    [InlineData("40000", true)]
    [InlineData("040000", true)]
    public void Only_a_tree_is_a_folder(string mode, bool folder)
    {
        foreach (var length in (int[])[20, 32])
        {
            byte[] tree = [.. Line(mode, "one"u8.ToArray(), length), .. Line("100644", "two"u8.ToArray(), length)];
            Assert.Equal(
                [new TreeEntry("one", folder ? string.Concat(Enumerable.Repeat("ab", length)) : null), new TreeEntry("two", null)],
                TreeEntry.Read(tree, length));
        }
    }

    [Theory]
    [InlineData("a b  c ")]
    [InlineData(" leading")]
    [InlineData("tab\tand \"quote\"")]
    [InlineData("line\nfeed\r")]
    [InlineData("größe 日本")]
    [InlineData("40000 x")]
    public void A_name_is_taken_as_it_is(string name) =>
        Assert.Equal([name, "z"], TreeEntry.Read([.. Line("100644", Encoding.UTF8.GetBytes(name), id: 0), .. Line("100644", "z"u8.ToArray(), id: 0x20)], 20).Select(e => e.Name));

    [Fact]
    public void Bytes_that_are_no_text_become_one_sign_each_and_end_nothing() =>
        Assert.Equal(["a\uFFFDb\uFFFD", "z"], TreeEntry.Read([.. Line("100644", [(byte)'a', 0xFF, (byte)'b', 0xC3]), .. Line("100644", "z"u8.ToArray())], 20).Select(e => e.Name));

    [Fact]
    public void A_tree_without_entries_has_none() => Assert.Empty(TreeEntry.Read([], 20));

    [Fact]
    public void A_tree_that_is_torn_anywhere_is_an_error()
    {
        byte[] tree = [.. Line("100644", "name"u8.ToArray())];
        for (var length = 1; length < tree.Length; length++)
        {
            var torn = tree[..length];
            Assert.Equal(OpenTracesErrorCode.GitFailed, Assert.Throws<OpenTracesException>(() => TreeEntry.Read(torn, 20)).Code);
        }
    }

    [Fact]
    public async Task Every_file_link_and_submodule_is_listed_as_git_lists_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows allows no such names");
        foreach (var name in (string[])["a b.txt", "tab\tand \"quote\"", "line\nfeed", "größe/naïve 日本.txt", "deep/er/x", "deep/er.txt", "deep-er", "-dash", "back\\slash", "target"])
            _repo.Write(name, name);
        StandIn.MakeExecutable(Path.Combine(_repo.Root, "-dash"));
        File.CreateSymbolicLink(Path.Combine(_repo.Root, "link"), "deep");
        _repo.Commit("First");
        _repo.Git("update-index", "--add", "--cacheinfo", "160000," + _repo.Git("rev-parse", "HEAD").Trim() + ",deep/sub");
        _repo.Git("commit", "-q", "-m", "A submodule");
        var files = await ListAsync("HEAD");
        Assert.Equal(_repo.Git("ls-tree", "-r", "-z", "--name-only", "HEAD").Split('\0', StringSplitOptions.RemoveEmptyEntries), files);
        Assert.Subset(files.ToHashSet(), new HashSet<string> { "deep/sub", "link", "line\nfeed" });
    }

    [Fact]
    public async Task Names_that_are_no_text_stay_in_the_list()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the tree is made by a shell");
        _repo.Write("x", "x");
        _repo.Commit("First");
        var blob = _repo.Git("rev-parse", "HEAD:x").Trim();
        var start = new ProcessStartInfo("sh", ["-c", $"printf '100644 blob {blob}\\ta\\377b\\000100644 blob {blob}\\tz\\000' | git mktree -z"])
        {
            WorkingDirectory = _repo.Root,
            RedirectStandardOutput = true,
        };
        using var shell = Process.Start(start)!;
        var tree = (await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim();
        Assert.Equal(["a\uFFFDb", "z"], await ListAsync(tree));
    }

    private async Task<IReadOnlyList<string>> ListAsync(string treeish)
    {
        await using var reading = (await GitRepository.OpenAsync(_repo.Root, new TrailOptions(), default)).Begin();
        return await reading.ListFilesAsync(treeish, default);
    }
}
