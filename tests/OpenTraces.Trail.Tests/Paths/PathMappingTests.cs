using OpenTraces.Trail.Paths;
using Xunit;

namespace OpenTraces.Trail.Tests.Paths;

public sealed class PathMappingTests
{
    [Theory]
    // The work tree is known: only that file.
    [InlineData("/repo/src/a.py", "/repo", "src/a.py", true)]
    [InlineData("/repo/src/a.py", "/repo", "a.py", false)]
    [InlineData("a.py", "/repo/src", "src/a.py", true)]
    [InlineData("../a.py", "/repo/src", "a.py", true)]
    [InlineData("./src/a.py", "/repo", "src/a.py", true)]
    // Another place on this machine, while the session ran in the repository.
    [InlineData("/tmp/src/a.py", "/repo", "src/a.py", false)]
    // A clone elsewhere: an end of the whole path.
    [InlineData("/home/me/work/src/a.py", "/home/me/work", "src/a.py", true)]
    [InlineData("/home/me/work/src/a.py", "/home/me/work", "a.py", true)]
    [InlineData("/home/me/work/src/a.py", "/home/me/work", "lib/src/a.py", false)]
    [InlineData("/home/me/work/src/aa.py", "/home/me/work", "a.py", false)]
    [InlineData(@"C:\Users\me\work\src\A.py", @"C:\Users\me\work", "src/a.py", true)]
    [InlineData(@"src\a.py", @"C:\Users\me\work", "src/a.py", true)]
    [InlineData(@"\\server\share\work\src\a.py", null, "src/a.py", true)]
    [InlineData("C:/Users/me/work/src/a.py", null, "src/a.py", true)]
    // A back slash is part of a name where it does not separate.
    [InlineData(@"/repo/src\a.py", "/repo", "src/a.py", false)]
    // Nobody knows where a relative path starts.
    [InlineData("src/a.py", null, "lib/src/a.py", true)]
    [InlineData("/home/me/über uns/a b.py", null, "über uns/a b.py", true)]
    public void A_transcript_path_names_a_file_of_the_repository(string path, string? directory, string file, bool same) =>
        Assert.Equal(same, TranscriptPath.Of(path, directory, ["/repo"]).Match(file) > 0);

    [Fact]
    public void A_longer_end_of_the_path_is_a_better_match()
    {
        var path = TranscriptPath.Of("/home/me/work/src/a.py", null, ["/repo"]);
        Assert.True(path.Match("src/a.py") > path.Match("a.py"));
        Assert.Equal(["src/a.py", "work/src/a.py", "me/work/src/a.py"], path.LongerThan(1));
    }

    [Fact]
    public void The_deepest_work_tree_wins() =>
        Assert.True(TranscriptPath.Of("/repo/trees/topic/src/a.py", "/repo/trees/topic", ["/repo", "/repo/trees/topic"]).Match("src/a.py") > 0);
}
