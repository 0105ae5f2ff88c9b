using OpenTraces.Capture.Harnesses.Edits;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.Edits;

public class UnifiedDiffReaderTests
{
    [Fact]
    public void Context_splits_a_hunk()
    {
        var hunks = UnifiedDiffReader.Read("@@ -1,5 +1,5 @@\n a\n-b\n+B\n c\n d\n-e\n+E\n");
        Assert.Equal([(2, 2, "b", "B"), (5, 5, "e", "E")],
            hunks.Select(h => (h.OldStart!.Value, h.NewStart!.Value, h.Removed.Single(), h.Added.Single())));
    }

    [Fact]
    public void A_removed_line_that_looks_like_a_header_is_a_removed_line()
    {
        var hunk = Assert.Single(UnifiedDiffReader.Read("--- a/x\n+++ b/x\n@@ -1,2 +1 @@\n--- old\n-@@ -1 +1 @@\n+new\n"));
        Assert.Equal(["-- old", "@@ -1 +1 @@"], hunk.Removed);
        Assert.Equal(["new"], hunk.Added);
    }

    [Theory]
    [InlineData("")]
    [InlineData("@@ nonsense @@\n+a\n")]
    [InlineData("@@ -99999999999999999999 +1 @@\n+a\n")]
    public void What_is_no_diff_has_no_hunks(string text) => Assert.Empty(UnifiedDiffReader.Read(text));

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void What_git_writes_is_read_back(int context)
    {
        using var repo = new TempGitRepo();
        var random = new Random(context);
        for (var round = 0; round < 5; round++)
        {
            var old = string.Concat(Enumerable.Range(0, 40).Select(_ => $"line {random.Next(30)}\n"));
            var lines = TextLines.Split(old).Where(_ => random.Next(6) > 0).SelectMany(l => random.Next(6) == 0 ? [l, "added"] : new[] { l });
            var @new = string.Join('\n', lines);
            repo.Write("old.txt", old);
            repo.Write("new.txt", @new);
            repo.Commit("x");
            var diff = repo.Git("diff", $"-U{context}", "HEAD:old.txt", "HEAD:new.txt");
            var hunks = UnifiedDiffReader.Read(diff);
            Assert.NotEmpty(hunks);
            Assert.Equal(TextLines.Split(@new), HunkSplitterTests.Apply(TextLines.Split(old), hunks));
        }
    }
}
