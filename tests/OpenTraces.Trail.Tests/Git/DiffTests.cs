using System.Text;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using OpenTraces.Trail.Git;
using Xunit;

namespace OpenTraces.Trail.Tests.Git;

/// <summary>What git prints is read exactly, whatever names and lines look like.</summary>
public sealed class DiffTests : IDisposable
{
    private readonly TempGitRepo _repo = new();

    public void Dispose() => _repo.Dispose();

    private async Task<IReadOnlyList<FileChange>> DiffAsync(string old, string now)
    {
        var git = await GitRepository.OpenAsync(_repo.Root, new TrailOptions(), default);
        string Tree(string revision) => revision.Length == 0 ? git.EmptyTree : _repo.Git("rev-parse", revision + "^{tree}").Trim();
        var pair = new TreePair(Tree(old), Tree(now));
        // The same pair thrice: the reader must find where each answer ends.
        var diffs = new List<TreeDiff>();
        await foreach (var diff in git.DiffAsync([pair, new TreePair(pair.New, pair.New), pair], (_, _) => DiffText.Full, default))
            diffs.Add(diff);
        Assert.Empty(diffs[1].Changes);
        Assert.Equal(diffs[0].Changes.Select(c => c.NewPath), diffs[2].Changes.Select(c => c.NewPath));
        return diffs[0].Changes;
    }

    private static string Print(FileChange change) => string.Join(' ', change.Hunks.Select(h =>
        $"-{h.OldStart}[{string.Join('|', h.Removed)}]+{h.NewStart}[{string.Join('|', h.Added)}]"));

    [Theory]
    [InlineData("a b.txt")]
    [InlineData("größe/naïve 日本.txt")]
    [InlineData("tab\tand \"quote\".txt")]
    [InlineData("line\nfeed.txt")]
    [InlineData("-dash")]
    [InlineData("b/x b/x")]
    [InlineData(":(glob)*")]
    [InlineData("trailing ")]
    public async Task Any_name_is_read_as_it_is(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows allows no such names");
        _repo.Write(name, "one\n");
        _repo.Commit("First");
        Assert.Equal([name], (await DiffAsync("", "HEAD")).Select(c => c.NewPath));
        _repo.Write(name, "one\ntwo\n");
        _repo.Commit("Second");
        var change = Assert.Single(await DiffAsync("HEAD~1", "HEAD"));
        Assert.Equal((name, name, "-2[]+2[two]"), (change.OldPath, change.NewPath, Print(change)));
    }

    [Fact]
    public async Task Lines_that_look_like_headers_are_lines()
    {
        _repo.Write("a", "-- a/x\n@@ -1 +1 @@\ndiff --git a/a b/a\nold\n");
        _repo.Commit("First");
        _repo.Write("a", "++ b/x\n+++ b/y\n@@ -9,9 +9,9 @@\ndiff --git a/q b/q\nBinary files x\n\\ No newline at end of file\n");
        _repo.Write("b", "after\n");
        _repo.Commit("Second");
        var changes = await DiffAsync("HEAD~1", "HEAD");
        Assert.Equal(["a", "b"], changes.Select(c => c.NewPath));
        Assert.Equal(["++ b/x", "+++ b/y", "@@ -9,9 +9,9 @@", "diff --git a/q b/q", "Binary files x", @"\ No newline at end of file"], changes[0].Hunks.SelectMany(h => h.Added));
        Assert.Equal("-1[]+1[after]", Print(changes[1]));
    }

    [Theory]
    [InlineData("a\nb", "a\nb\n", "-2[b]+2[b]")]
    [InlineData("a\nb", "a\nc", "-2[b]+2[c]")]
    [InlineData("", "a", "-1[]+1[a]")]
    [InlineData("a\n", "", "-1[a]+1[]")]
    [InlineData("a\r\nb\r\n", "a\nb\r\n", "-1[a\r]+1[a]")]
    [InlineData("a\n\n\nb\n", "a\n\nb\n", "-3[]+3[]")]
    [InlineData("a\nb\nc\n", "b\nc\nd\n", "-1[a]+1[] -4[]+3[d]")]
    public async Task Line_ends_and_counts_are_exact(string old, string now, string expected)
    {
        _repo.Write("a", old);
        _repo.Commit("First");
        _repo.Write("a", now);
        _repo.Commit("Second");
        Assert.Equal(expected, Print(Assert.Single(await DiffAsync("HEAD~1", "HEAD"))));
    }

    [Fact]
    public async Task Changes_without_text_are_changes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps no modes and links");
        _repo.Write("binary", "\0\u0001");
        _repo.Write("mode", "text\n");
        _repo.Write("moved", "one\ntwo\nthree\n");
        _repo.Write("typed", "text\n");
        _repo.Write("gone", "text\n");
        _repo.Commit("First");
        _repo.Write("binary", "\0\u0002");
        StandIn.MakeExecutable(Path.Combine(_repo.Root, "mode"));
        _repo.Git("mv", "moved", "target");
        File.Delete(Path.Combine(_repo.Root, "typed"));
        File.CreateSymbolicLink(Path.Combine(_repo.Root, "typed"), "somewhere");
        _repo.Write("empty", "");
        _repo.Git("rm", "-q", "gone");
        _repo.Git("update-index", "--add", "--cacheinfo", "160000," + _repo.Git("rev-parse", "HEAD").Trim() + ",sub");
        _repo.Git("add", "binary", "mode", "typed", "empty");
        _repo.Git("commit", "-q", "-m", "Second");
        var changes = (await DiffAsync("HEAD~1", "HEAD")).ToDictionary(c => c.NewPath ?? c.OldPath!);
        Assert.True(changes["binary"].IsBinary);
        Assert.Equal(('M', 0), (changes["mode"].Status, changes["mode"].Hunks.Count));
        Assert.Equal(('R', 100, "moved"), (changes["target"].Status, changes["target"].Similarity, changes["target"].OldPath));
        Assert.Equal(("T", "-1[text]+1[] -1[]+1[somewhere]"), ($"{changes["typed"].Status}", Print(changes["typed"])));
        Assert.Equal(('A', 0), (changes["empty"].Status, changes["empty"].Hunks.Count));
        Assert.Equal(('D', null), (changes["gone"].Status, changes["gone"].NewPath));
        Assert.False(changes["sub"].IsFile);
    }

    [Fact]
    public async Task The_persons_settings_change_nothing()
    {
        _repo.Write(".gitattributes", "*.txt diff=upper\n");
        _repo.Write("größe.txt", "one\ntwo\n");
        _repo.Commit("First");
        _repo.Write("größe.txt", "one\n2\n");
        _repo.Commit("Second");
        var before = (await DiffAsync("HEAD~1", "HEAD")).Select(Print).ToArray();
        foreach (var (key, value) in new[]
        {
            ("diff.noprefix", "true"), ("diff.mnemonicPrefix", "true"), ("diff.external", "false"), ("diff.context", "9"), ("color.ui", "always"),
            ("diff.upper.textconv", "tr a-z A-Z <"), ("diff.algorithm", "patience"), ("core.quotePath", "true"), ("diff.interHunkContext", "9"),
            ("diff.renames", "copies"), ("log.showSignature", "true"), ("diff.wordRegex", "."), ("core.pager", "false"), ("diff.submodule", "log"),
        })
            _repo.Git("config", key, value);
        Assert.Equal(before, (await DiffAsync("HEAD~1", "HEAD")).Select(Print));
    }

    [Fact]
    public async Task Output_that_is_torn_anywhere_is_an_error_and_never_half_an_answer()
    {
        const string tree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
        var text = $"{tree} {tree}\n:100644 100644 aaaa bbbb M\0a.txt\0\0diff --git a/a.txt b/a.txt\nindex aaaa..bbbb 100644\n--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1 @@ fn\n-one\n-two\n+three\n";
        var bytes = Encoding.UTF8.GetBytes(text);
        var whole = await ReadAsync(bytes);
        Assert.Equal("-1[one|two]+1[three]", Print(Assert.Single(whole.Changes)));
        var random = new Random(5);
        for (var i = 0; i < 2000; i++)
        {
            var broken = i < bytes.Length ? bytes[..i] : [.. bytes];
            if (i >= bytes.Length)
                broken[random.Next(broken.Length)] = (byte)random.Next(256);
            try
            {
                await ReadAsync(broken);
            }
            catch (OpenTracesException exception)
            {
                Assert.Equal(OpenTracesErrorCode.GitFailed, exception.Code);
            }
        }

        async ValueTask<TreeDiff> ReadAsync(byte[] output) =>
            await new TreeDiffReader(new ByteLineReader(new MemoryStream(output)), (_, _) => DiffText.Full, isAllText: false).ReadAsync(new TreePair(tree, tree), default);
    }

    [Fact]
    public async Task A_reader_gives_every_record_once_and_then_nothing()
    {
        var reader = new ByteLineReader(new MemoryStream(Encoding.UTF8.GetBytes("one\n\n" + new string('x', 200_000) + "\nlast")), 100_000);
        var lengths = new List<int>();
        while (await reader.ReadAsync((byte)'\n', default) is { } line)
            lengths.Add(line.Length);
        Assert.Equal([3, 0, 100_000, 4], lengths.Select(l => l > 100_000 ? 100_000 : l));
        Assert.Equal(-1, await reader.PeekAsync(default));
        Assert.False(await reader.SkipAsync((byte)'\n', default));
    }
}
