using System.Diagnostics;
using System.Text;
using OpenTraces.Cli.Sample;
using OpenTraces.Cli.Tests.Sample;
using Xunit;

namespace OpenTraces.Cli.Tests.Commands;

public sealed class PullRequestTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Render_prints_the_text_and_nothing_else()
    {
        var repository = await SampleAsync();
        var result = await RunAsync(repository, "render", "--base", "start");
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.StartsWith("## Intent\n\n> ", result.Text, StringComparison.Ordinal);
        Assert.Matches("[^\n]\n\\z", result.Text);
        Assert.DoesNotContain(_cli.Folder.Root, result.Text, StringComparison.Ordinal);
        Assert.Equal(result.Bytes, (await RunAsync(repository, "render", "--base", "start")).Bytes);
    }

    [Fact]
    public async Task Render_writes_a_file_and_says_so_beside_the_answer()
    {
        var repository = await SampleAsync();
        var text = (await RunAsync(repository, "render", "--base", "start")).Text;
        var result = await RunAsync(repository, "render", "--base", "start", "--output", _cli.Folder["body.md"]);
        Assert.Equal("", result.Text);
        Assert.Contains("body.md", result.Error, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(_cli.Folder["body.md"], TestContext.Current.CancellationToken));
        Assert.Equal(3, (await RunAsync(repository, "render", "--base", "start", "--output", _cli.Folder["no/such/body.md"])).Code);
    }

    [Fact]
    public async Task Render_gives_one_document()
    {
        var repository = await SampleAsync();
        var answer = (await RunAsync(repository, "render", "--base", "start", "--json")).Json();
        Assert.Equal("opentraces.trail.pr.v1", answer.GetProperty("schema_version").GetString());
        Assert.Equal(answer.GetProperty("base").GetString(), answer.GetProperty("merge_base").GetString());
        Assert.NotEmpty(answer.GetProperty("traces").EnumerateArray());
        Assert.Equal((await RunAsync(repository, "render", "--base", "start")).Text, answer.GetProperty("body").GetString());
    }

    [Fact]
    public async Task A_base_that_is_no_revision_is_not_found_and_nothing_is_printed()
    {
        var repository = await SampleAsync();
        var result = await RunAsync(repository, "render", "--base", "nowhere", "--output", _cli.Folder["body.md"]);
        Assert.Equal(6, result.Code);
        Assert.Empty(result.Bytes);
        Assert.False(File.Exists(_cli.Folder["body.md"]));
    }

    [Fact]
    public async Task Create_and_update_go_through_gh()
    {
        var repository = await SampleAsync();
        var gh = FakeGh("""
            printf '%s\n' "$@" > args
            case "$2" in
            view) if [ -f made ]; then cat view.json; else echo 'no pull requests found for branch "x"' >&2; exit 1; fi ;;
            create) cat > body; touch made; echo https://github.example/o/r/pull/5 ;;
            edit) cat > body ;;
            esac
            """);
        var branch = Git.Run(repository, "branch", "--show-current").Trim();
        var view = "{\"number\":5,\"url\":\"https://github.example/o/r/pull/5\",\"headRefName\":\"" + branch + "\",\"body\":\"Hello.\",\"state\":\"OPEN\"}";
        _cli.Folder.Write("gh/view.json", view);
        var created = await RunAsync(repository, "create", "--base", "start", "--title", "Sort the shop", "--gh", gh);
        Assert.Equal((0, ""), (created.Code, created.Error));
        Assert.Contains("created https://github.example/o/r/pull/5", created.Text, StringComparison.Ordinal);
        Assert.Contains("Sort the shop\n--body-file\n-\n--base\nstart\n--head\n" + branch, Kept("args"), StringComparison.Ordinal);
        Assert.StartsWith("<!-- opentraces:begin -->\n## Intent", Kept("body"), StringComparison.Ordinal);

        Assert.Equal(2, (await RunAsync(repository, "create", "--base", "start", "--no-update-if-exists", "--gh", gh)).Code);
        var updated = (await RunAsync(repository, "update", "--base", "start", "--gh", gh, "--json")).Json();
        Assert.Equal((5, false, true), (updated.GetProperty("number").GetInt32(), updated.GetProperty("created").GetBoolean(), updated.GetProperty("changed").GetBoolean()));
        Assert.StartsWith("Hello.\n\n<!-- opentraces:begin -->\n", Kept("body"), StringComparison.Ordinal);
        await RunAsync(repository, "update", "--base", "start", "--replace", "--number", "5", "--gh", gh);
        Assert.StartsWith("<!-- opentraces:begin -->\n", Kept("body"), StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync(repository, "update", "--number", "0", "--gh", gh)).Code);
    }

    [Theory]
    [InlineData("echo 'error connecting to api.github.com' >&2; exit 1", 4)]
    [InlineData("echo 'To get started with GitHub CLI, please run:  gh auth login' >&2; exit 4", 3)]
    public async Task A_failure_of_gh_is_one_line_and_a_code(string script, int code)
    {
        var result = await RunAsync(await SampleAsync(), "create", "--base", "start", "--gh", FakeGh(script));
        Assert.Equal(code, result.Code);
        Assert.Single(result.Error.Trim().Split('\n'));
        Assert.Empty(result.Bytes);
    }

    [Fact]
    public async Task A_gh_that_fails_without_a_word_is_said_to()
    {
        var result = await RunAsync(await SampleAsync(), "create", "--base", "start", "--gh", FakeGh("exit 1"));
        Assert.Equal(4, result.Code);
        Assert.EndsWith("exited with 1 and said nothing.", result.Error.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gh_that_is_missing_is_a_precondition()
    {
        var result = await RunAsync(await SampleAsync(), "create", "--base", "start", "--gh", _cli.Folder["nowhere/gh"]);
        Assert.Equal(3, result.Code);
        Assert.Contains("gh auth login", result.Error, StringComparison.Ordinal);
    }

    private Task<CliResult> RunAsync(string repository, params string[] args) => _cli.RunAsync(["trail", "blame", "pr", .. args, "--repo", repository]);

    /// <summary>The sample, with a branch <c>start</c> at its first commit.</summary>
    private async Task<string> SampleAsync()
    {
        Assert.Equal(0, (await _cli.RunAsync("quickstart", "--sample", "--json")).Code);
        var repository = (await SampleBuilder.BuildAsync(Path.Combine(_cli.Home, "sample"), CancellationToken.None)).RepositoryPath;
        Git.Run(repository, "branch", "start", Git.Run(repository, "rev-list", "--max-parents=0", "HEAD").Trim());
        return repository;
    }

    private string Kept(string name) => File.ReadAllText(_cli.Folder["gh/" + name], Encoding.UTF8);

    private string FakeGh(string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-in is a shell script");
        // Copied by another program: a file that any process has open for writing cannot be run.
        var text = _cli.Folder.Write("gh/gh.text", "#!/bin/sh\ncd \"$(dirname \"$0\")\"\n" + script + "\n");
        using var copy = Process.Start("sh", ["-c", "cp \"$0\" \"$1\" && chmod +x \"$1\"", text, _cli.Folder["gh/gh"]]);
        copy.WaitForExit();
        return _cli.Folder["gh/gh"];
    }
}
