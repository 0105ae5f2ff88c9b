using Xunit;

namespace OpenTraces.Cli.Tests.Commands.Trails;

/// <summary>What a path means that a person types.</summary>
public sealed class BlamePathTests : IDisposable
{
    private readonly WorkedRepo _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("basket", "apples.txt", "basket/apples.txt")]
    [InlineData("basket", "./apples.txt", "basket/apples.txt")]
    [InlineData("basket", "../apples.txt", "apples.txt")]
    [InlineData("basket", "../basket/../pears.txt", "pears.txt")]
    [InlineData(".", "basket/apples.txt", "basket/apples.txt")]
    [InlineData(".git", "basket/apples.txt", "basket/apples.txt")]
    public async Task A_path_counts_from_the_current_folder_as_it_does_for_git(string folder, string typed, string meant)
    {
        await _work.WorkAsync();
        var answer = await _work.RunInAsync(folder, "trail", "blame", "file", typed + ":1", "--json");
        Assert.True(answer.Code == 0, answer.Error);
        Assert.Equal(meant, answer.Json().GetProperty("path").GetString());
    }

    [Fact]
    public async Task A_path_counts_from_the_folder_that_repo_names()
    {
        await _work.WorkAsync();
        _work.Cli.WorkingDirectory = _work.Cli.Folder.Root;
        foreach (var (repo, typed) in new[] { ("basket", "apples.txt"), ("", "basket/apples.txt") })
        {
            var answer = await _work.Cli.RunAsync("trail", "blame", "file", typed, "--repo", Path.Combine(_work.Repo.Root, repo), "--json");
            Assert.Equal("basket/apples.txt", answer.Json().GetProperty("path").GetString());
        }
    }

    [Fact]
    public async Task A_whole_path_is_found_also_through_a_link()
    {
        await _work.WorkAsync();
        var roots = new List<string> { _work.Repo.Root };
        if (OperatingSystem.IsWindows())
            roots.Add(_work.Repo.Root.ToUpperInvariant());
        else
            roots.Add(Directory.CreateSymbolicLink(_work.Cli.Folder["link"], _work.Repo.Root).FullName);
        foreach (var root in roots)
        {
            var answer = await _work.RunInAsync("basket", "trail", "blame", "file", Path.Combine(root, "basket", "apples.txt") + ":2", "--json");
            Assert.True(answer.Code == 0, answer.Error);
            Assert.Equal("basket/apples.txt", answer.Json().GetProperty("path").GetString());
        }
    }

    [Fact]
    public async Task A_folder_that_is_gone_still_has_its_place()
    {
        await _work.WorkAsync();
        Directory.Delete(Path.Combine(_work.Repo.Root, "basket"), recursive: true);
        var answer = await _work.RunInAsync("", "trail", "blame", "file", Path.Combine(_work.Repo.Root, "basket", "apples.txt"), "--json");
        Assert.Equal("basket/apples.txt", answer.Json().GetProperty("path").GetString());
    }

    [Fact]
    public async Task A_path_that_leads_out_of_the_repository_is_a_usage_error()
    {
        await _work.WorkAsync();
        foreach (var typed in new[] { "../../../../apples.txt", "../../apples.txt", _work.Cli.Folder["apples.txt"], _work.Repo.Root + "-other/apples.txt" })
        {
            foreach (var more in (string[][])[["file", typed], ["commit", "HEAD", typed], ["commit", "HEAD", typed, "--lines"]])
            {
                var result = await _work.RunInAsync("basket", ["trail", "blame", .. more]);
                Assert.Equal((2, ""), (result.Code, result.Text));
                Assert.Contains("git ls-files", result.Error, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_commit_is_counted_by_the_path_alone()
    {
        await _work.WorkAsync();
        foreach (var (folder, typed) in new[] { ("", "basket/apples.txt"), ("", "basket"), ("", "basket/"), ("basket", "."), ("basket", "apples.txt") })
        {
            var answer = (await _work.RunInAsync(folder, "trail", "blame", "commit", "HEAD", typed, "--json")).Json();
            var coverage = answer.GetProperty("coverage");
            Assert.Equal((2, 2, 1), (coverage.GetProperty("attributed").GetInt32(), coverage.GetProperty("total").GetInt32(), answer.GetProperty("traces").GetArrayLength()));
        }

        Assert.Contains("0 of 1 added lines", (await _work.RunInAsync("", "trail", "blame", "commit", "HEAD", "pears.txt")).Text, StringComparison.Ordinal);
        Assert.Contains("0 of 0 added lines", (await _work.RunInAsync("", "trail", "blame", "commit", "HEAD", "apples.txt")).Text, StringComparison.Ordinal);
        Assert.Contains("2 of 3 added lines", (await _work.RunInAsync("", "trail", "blame", "commit", "HEAD")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_that_a_commit_does_not_have_is_not_found()
    {
        await _work.WorkAsync();
        foreach (var typed in new[] { "no/such/path", "apples", "basket/apples.txt/more" })
        {
            var result = await _work.RunInAsync("", "trail", "blame", "commit", "HEAD", typed);
            Assert.Equal((6, ""), (result.Code, result.Text));
            Assert.Contains("git ls-tree", result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_that_a_commit_took_away_is_one_of_it()
    {
        await _work.WorkAsync();
        File.Delete(Path.Combine(_work.Repo.Root, "pears.txt"));
        _work.Repo.Commit("No pears");
        Assert.Contains("0 of 0 added lines", (await _work.RunInAsync("", "trail", "blame", "commit", "HEAD", "pears.txt")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(":2", 2, 2)]
    [InlineData(":2-3", 2, 3)]
    [InlineData(":2,3", 2, 3)]
    [InlineData(":2-99", 2, 3)]
    [InlineData("", 1, 3)]
    public async Task Lines_are_named_as_one_or_from_and_to(string lines, int first, int last)
    {
        await _work.WorkAsync();
        var answer = (await _work.RunInAsync("", "trail", "blame", "file", "basket/apples.txt" + lines, "--json")).Json();
        Assert.Equal(Enumerable.Range(first, last - first + 1), answer.GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("line").GetInt32()));
    }

    [Theory]
    [InlineData(":3-2", 2)]
    [InlineData(":0", 6)]
    [InlineData(":0-2", 6)]
    [InlineData(":4", 6)]
    [InlineData(":4-5", 6)]
    [InlineData(":99999999999", 6)]
    [InlineData(":2-", 6)]
    public async Task Lines_that_are_not_there_say_so(string lines, int code)
    {
        await _work.WorkAsync();
        var result = await _work.RunInAsync("", "trail", "blame", "file", "basket/apples.txt" + lines);
        Assert.Equal((code, ""), (result.Code, result.Text));
    }

    [Fact]
    public async Task A_file_with_a_colon_in_its_name_goes_before_a_line()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "names have no colon there");
        await _work.WorkAsync();
        _work.Repo.Write("apples.txt:1", "the one with a colon\n");
        _work.Repo.Commit("A colon");
        var answer = (await _work.RunInAsync("", "trail", "blame", "file", "apples.txt:1", "--json")).Json();
        Assert.Equal("apples.txt:1", answer.GetProperty("path").GetString());
        answer = (await _work.RunInAsync("", "trail", "blame", "file", "apples.txt:1:1", "--json")).Json();
        Assert.Equal("the one with a colon", answer.GetProperty("lines")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_binary_file_is_said_to_be_one()
    {
        await _work.WorkAsync();
        _work.Repo.Write("picture.png", "\u0089PNG\0\u001b[2Jrest\n");
        _work.Repo.Commit("A picture");
        var result = await _work.RunInAsync("", "trail", "blame", "file", "picture.png:1");
        Assert.Equal((2, ""), (result.Code, result.Text));
        Assert.Contains("picture.png", result.Error, StringComparison.Ordinal);
        Assert.Contains("binary", result.Error, StringComparison.Ordinal);
    }
}
