using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.GitHub;
using OpenTraces.Trail.PullRequests;
using OpenTraces.Trail.Tests.PullRequests;
using Xunit;

namespace OpenTraces.Trail.Tests.GitHub;

public sealed class GitHubPullRequestsTests : IDisposable
{
    private const string Marked = "<!-- opentraces:begin -->\n## Intent\n<!-- opentraces:end -->\n";

    private readonly FakeGh _gh = new();

    public void Dispose() => _gh.Dispose();

    [Fact]
    public async Task A_new_pull_request_gets_the_text_by_standard_input()
    {
        var receipt = await _gh.Open().CreateAsync(await TextAsync(), draft: true);
        Assert.Equal(new PullRequestReceipt(7, "https://github.example/o/r/pull/7", IsNew: true, IsChanged: true), receipt);
        Assert.Equal(["pr", "create", "--title", "Add -x", "--body-file", "-", "--base", "main", "--head", "work", "--draft"], _gh.Arguments("create"));
        Assert.Equal(["pr", "view", "work", "--json", "number,url,headRefName,body,state"], _gh.Arguments("view"));
        Assert.Equal(Marked, _gh.Body("create"));
    }

    [Fact]
    public async Task One_that_is_open_is_updated_and_keeps_what_people_wrote()
    {
        _gh.Has("Please look at line 3.\n");
        var receipt = await _gh.Open().CreateAsync(await TextAsync());
        Assert.Equal((7, false, true), (receipt.Number, receipt.IsNew, receipt.IsChanged));
        Assert.Equal(["pr", "edit", "7", "--body-file", "-"], _gh.Arguments("edit"));
        Assert.Equal("Please look at line 3.\n\n" + Marked, _gh.Body("edit"));
        Assert.Null(_gh.Body("create"));
    }

    [Fact]
    public async Task One_that_is_open_is_refused_when_it_is_not_to_be_updated()
    {
        _gh.Has("");
        await FailsAsync(OpenTracesErrorCode.InvalidRequest, async () => await _gh.Open().CreateAsync(await TextAsync(), updateIfExists: false));
        Assert.Equal("x", _gh.Calls);
    }

    [Theory]
    [InlineData("CLOSED", "work")]
    [InlineData("MERGED", "work")]
    [InlineData("OPEN", "other")]
    public async Task A_closed_one_or_that_of_another_branch_is_none(string state, string branch)
    {
        _gh.Has("old", 3, state, branch);
        Assert.True((await _gh.Open().CreateAsync(await TextAsync())).IsNew);
        await FailsAsync(OpenTracesErrorCode.NotFound, async () => await _gh.Open().UpdateAsync(await TextAsync()));
    }

    [Fact]
    public async Task An_update_replaces_only_what_is_ours()
    {
        _gh.Has("Before\n<!-- opentraces:begin -->\nold\n<!-- opentraces:end -->\nAfter\n");
        await _gh.Open().UpdateAsync(await TextAsync());
        Assert.Equal("Before\n" + Marked + "After\n", _gh.Body("edit"));
    }

    [Fact]
    public async Task An_update_replaces_everything_only_when_told()
    {
        _gh.Has("People wrote this.");
        await _gh.Open().UpdateAsync(await TextAsync(), replace: true);
        Assert.Equal(Marked, _gh.Body("edit"));
    }

    [Fact]
    public async Task An_update_that_changes_nothing_leaves_it_alone()
    {
        _gh.Has("Before\n" + Marked);
        Assert.False((await _gh.Open().UpdateAsync(await TextAsync())).IsChanged);
        Assert.Equal("x", _gh.Calls);
    }

    [Fact]
    public async Task An_update_by_number_takes_it_whatever_its_branch()
    {
        _gh.Has("", 12, "OPEN", "other");
        Assert.Equal(12, (await _gh.Open().UpdateAsync((await TextAsync()) with { HeadBranch = null }, 12)).Number);
        Assert.Equal("12", _gh.Arguments("view")[2]);
        Assert.Equal("12", _gh.Arguments("edit")[2]);
    }

    [Theory]
    [InlineData(4, "To get started with GitHub CLI, please run:  gh auth login", OpenTracesErrorCode.Precondition)]
    [InlineData(1, "HTTP 401: Bad credentials", OpenTracesErrorCode.Precondition)]
    [InlineData(1, "no git remotes found", OpenTracesErrorCode.Precondition)]
    [InlineData(1, "error connecting to api.github.com\ncheck your internet connection or https://githubstatus.com", OpenTracesErrorCode.RemoteUnavailable)]
    [InlineData(1, "HTTP 503: Service Unavailable", OpenTracesErrorCode.RemoteUnavailable)]
    [InlineData(1, "pull request create failed:\n GraphQL: Head sha can't be blank", OpenTracesErrorCode.RemoteRejected)]
    public async Task A_failure_of_gh_says_what_it_means_on_one_line(int exit, string message, OpenTracesErrorCode code)
    {
        _gh.Create($"cat >/dev/null; cat >&2 <<'EOF'\n{message}\nEOF\nexit {exit}");
        var error = await FailsAsync(code, async () => await _gh.Open().CreateAsync(await TextAsync()));
        Assert.DoesNotContain('\n', error.Message);
        Assert.Contains(message.Split('\n')[0].Split("  ")[0], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gh_that_is_not_there_is_said_with_what_to_do()
    {
        var missing = new GitHubPullRequests(_gh.Root, new GitHubOptions { Program = Path.Combine(_gh.Root, "nowhere", "gh") });
        Assert.Contains("gh auth login", (await FailsAsync(OpenTracesErrorCode.Precondition, async () => await missing.CreateAsync(await TextAsync()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bare_name_is_never_looked_for_in_the_repository()
    {
        File.Copy(_gh.Program, Path.Combine(_gh.Root, "gh-of-a-stranger"));
        var options = new GitHubOptions { Program = "gh-of-a-stranger" };
        await FailsAsync(OpenTracesErrorCode.Precondition, async () => await new GitHubPullRequests(_gh.Root, options).CreateAsync(await TextAsync()));
        Assert.Equal("", _gh.Calls);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_read_is_no_success()
    {
        _gh.Create("cat >/dev/null; echo Opened in your browser.");
        await FailsAsync(OpenTracesErrorCode.RemoteRejected, async () => await _gh.Open().CreateAsync(await TextAsync()));
        _gh.View("echo '{\"number\":\"seven\"}'");
        await FailsAsync(OpenTracesErrorCode.RemoteRejected, async () => await _gh.Open().UpdateAsync(await TextAsync()));
    }

    [Fact(Timeout = 60_000)]
    public async Task Cancelling_ends_gh()
    {
        _gh.View("echo $$ > pid; mkfifo wait; cat wait");
        using var source = new CancellationTokenSource();
        var call = _gh.Open().UpdateAsync(await TextAsync(), cancellationToken: source.Token).AsTask();
        await UntilAsync(() => _gh.Exists("pid") && _gh.Read("pid").EndsWith('\n'));
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        var id = int.Parse(_gh.Read("pid"), System.Globalization.CultureInfo.InvariantCulture);
        await UntilAsync(() => !IsAlive(id));
    }

    [Fact]
    public async Task A_gh_that_takes_too_long_is_ended_and_it_is_the_networks_fault()
    {
        _gh.View("mkfifo wait; cat wait");
        var error = await FailsAsync(OpenTracesErrorCode.RemoteUnavailable, async () => await _gh.Open(TimeSpan.FromMilliseconds(50)).UpdateAsync(await TextAsync()));
        Assert.Contains("0.05 seconds", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_is_not_cleared_starts_nothing()
    {
        var text = await TextAsync();
        var doubtful = text with { Security = text.Security with { Tools = [] } };
        await FailsAsync(OpenTracesErrorCode.EgressRefused, async () => await _gh.Open().CreateAsync(doubtful));
        await FailsAsync(OpenTracesErrorCode.EgressRefused, async () => await _gh.Open().UpdateAsync(doubtful, 7));
        Assert.Equal("", _gh.Calls);
    }

    [Fact]
    public async Task A_branch_without_a_name_or_commits_starts_nothing()
    {
        var text = await TextAsync();
        await FailsAsync(OpenTracesErrorCode.InvalidRequest, async () => await _gh.Open().CreateAsync(text with { HeadBranch = null }));
        await FailsAsync(OpenTracesErrorCode.InvalidRequest, async () => await _gh.Open().CreateAsync(text with { BaseBranch = null }));
        await FailsAsync(OpenTracesErrorCode.InvalidRequest, async () => await _gh.Open().UpdateAsync(text with { HeadBranch = null }));
        await FailsAsync(OpenTracesErrorCode.Precondition, async () => await _gh.Open().CreateAsync(text with { Commits = 0 }));
        Assert.Equal("", _gh.Calls);
    }

    private static async Task<PullRequestText> TextAsync()
    {
        const string Body = "## Intent\n";
        var (body, report) = await SecurityPipeline.CreateForEgress(BranchScene.Key).RedactAsync(Body);
        return new PullRequestText
        {
            Base = new string('a', 40),
            Head = new string('b', 40),
            MergeBase = new string('a', 40),
            BaseBranch = "main",
            HeadBranch = "work",
            Title = "Add -x",
            Body = body,
            Commits = 1,
            Traces = [],
            Redactions = 0,
            Security = report,
        };
    }

    private static async Task<OpenTracesException> FailsAsync(OpenTracesErrorCode code, Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<OpenTracesException>(call);
        Assert.Equal(code, error.Code);
        return error;
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static bool IsAlive(int process)
    {
        try
        {
            using var found = System.Diagnostics.Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
