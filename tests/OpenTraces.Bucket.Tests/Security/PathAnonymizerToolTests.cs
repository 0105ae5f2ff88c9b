using Xunit;

namespace OpenTraces.Bucket.Tests.Security;

public sealed class PathAnonymizerToolTests
{
    [Theory]
    [InlineData("/Users/jane/src/x.cs", "jane")]
    [InlineData("/home/jane/x", "jane")]
    [InlineData("/home/jane", "jane")]
    [InlineData("in /home/jane.", "jane")]
    [InlineData("\"/home/jane.doe/x\"", "jane.doe")]
    [InlineData("/home/j/x", "j")]
    [InlineData("/home/ジェーン/x", "ジェーン")]
    [InlineData(@"C:\Users\jane\x", "jane")]
    [InlineData(@"C:\\Users\\jane\\x", "jane")]
    [InlineData(@"C:/Users/jane/x", "jane")]
    [InlineData(@"c:\users\Jane Doe\Documents", "Jane Doe")]
    [InlineData(@"\/home\/jane\/x", "jane")]
    [InlineData("/mnt/c/Users/jane/x", "jane")]
    [InlineData("/c/Users/jane/x", "jane")]
    [InlineData(@"\\wsl.localhost\distro\home\jane\x", "jane")]
    [InlineData("//wsl$/distro/home/jane/x", "jane")]
    [InlineData("file:///home/jane/x", "jane")]
    [InlineData("ssh://git@acme.io/home/jane/x.git", "jane")]
    [InlineData("/data/home/jane/x", "jane")]
    [InlineData("gcc -I/home/jane/include", "jane")]
    [InlineData(@"\n/home/jane/x", "jane")]
    [InlineData(@"\n/var/home/jane/x", "jane")]
    [InlineData("PATH=/bin:/home/jane/bin", "jane")]
    [InlineData("~/.claude/projects/-home-jane-work-x/a.jsonl", "jane")]
    [InlineData(@"C:\p\C--Users-jane-work", "jane")]
    public void The_user_is_taken_out_of_a_path(string text, string user)
    {
        var finding = Assert.Single(Find(text));

        Assert.Equal(user, text.Substring(finding.Start, finding.Length));
        Assert.Matches("^\\[ot-user-[0-9a-f]{8}\\]$", finding.Replacement!);
    }

    [Theory]
    [InlineData("/Users/Shared/x")]
    [InlineData("/home/runner/work")]
    [InlineData("/home/$USER/x")]
    [InlineData("/home/<user>/x")]
    [InlineData("/home/{name}/x")]
    [InlineData("/home/*/x")]
    [InlineData("/home/")]
    [InlineData("src/home/page.tsx")]
    [InlineData("./home/page.tsx")]
    [InlineData("https://acme.io/home/page")]
    [InlineData("/homes/jane")]
    [InlineData("the Users list")]
    [InlineData("/Users/[ot-user-0123abcd]/x")]
    public void What_is_no_persons_home_is_left_alone(string text) => Assert.Empty(Find(text));

    [Fact]
    public void A_drive_and_a_distribution_lose_their_names()
    {
        Assert.Equal(["C", null], Find(@"D:\Users\jane\x").Select(f => f.Rule == "drive_letter" ? f.Replacement : null));
        Assert.Contains(Find(@"\\wsl$\Ubuntu-22.04\home\jane\x"), f => f.Replacement == "distro");
    }

    [Fact]
    public async Task A_user_seen_in_one_field_is_found_flattened_in_another()
    {
        var outcome = await Tool().RunAsync(
        [
            new SecurityField("a", SecurityFieldKind.General, "see x-home-jane-work and ~jane/x, jane said"),
            new SecurityField("b", SecurityFieldKind.General, "/home/jane/x"),
        ]);

        Assert.Equal([11, 26], outcome.Findings.Where(f => f.Field == 0).Select(f => f.Start));
        Assert.Single(outcome.Findings.Select(f => f.Replacement).Distinct());
    }

    [Fact]
    public void A_user_the_host_names_is_found_as_a_word_of_its_own()
    {
        var text = "jane, janet, mary-jane, _jane and Jane";

        Assert.Equal([0, 18], Find(text, "jane", "ab").Select(f => f.Start));
    }

    [Fact]
    public void A_name_of_the_system_is_never_a_user() => Assert.Empty(Find("root and admin", "root", "admin"));

    private static IReadOnlyList<Finding> Find(string text, params string[] users) => ToolRunner.Find(Tool(users), text);

    private static ISecurityTool Tool(params string[] users) => SecurityTools.Create("path_anonymizer", Samples.Key, users);
}
