using System.Globalization;
using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Trail.Tests.PullRequests;

public sealed class BodyTests : IDisposable
{
    private readonly BranchScene _branch = new();

    public void Dispose() => _branch.Dispose();

    [Fact]
    public async Task The_sections_come_in_their_order_and_the_text_ends_with_one_line_feed()
    {
        _branch.Take("Add up what the basket costs.");
        var text = await _branch.DescribeAsync();
        Assert.Equal(
            ["## Intent", "## What Changed", "## Commits & Trails", "## Reviewer Toolbox", "## Trace Provenance"],
            text.Body.Split('\n').Where(l => l.StartsWith('#')));
        Assert.EndsWith("v1\n", text.Body, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text.Body);
    }

    [Fact]
    public async Task A_commit_says_which_trace_it_took_lines_from_and_what_was_asked()
    {
        var agent = _branch.Take("Add up what the basket costs.");
        var text = await _branch.DescribeAsync();
        Assert.Equal([agent.Id], text.Traces);
        Assert.Contains("> Add up what the basket costs.\n\n## What Changed", text.Body, StringComparison.Ordinal);
        Assert.Contains("1 session gave 1 of 1 added line.", text.Body, StringComparison.Ordinal);
        Assert.Contains($"- Trace `{agent.Id}` (claude-code): 1 line, 1 patch, 1 file", text.Body, StringComparison.Ordinal);
        Assert.Contains("  - Asked at step 1:\n\n    > Add up what the basket costs.", text.Body, StringComparison.Ordinal);
        Assert.Contains("  - Evidence: `exact_range_hash` 1; 1 firm, 0 provisional", text.Body, StringComparison.Ordinal);
        Assert.Contains("  - Files: src/till.py", text.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_survived_is_said_at_the_head()
    {
        _branch.Take("Add up what the basket costs.");
        _branch.Scene.Commit("src/till.py", "alpha = 1\nomega = 2\n", "Take it back");
        var text = await _branch.DescribeAsync();
        Assert.Contains($"0 of 1 are alive at `{text.Head[..10]}`: `reverted` 1.", text.Body, StringComparison.Ordinal);
        Assert.Contains("  - Alive at head: 0 of 1 line; `reverted` 1", text.Body, StringComparison.Ordinal);
        var before = await _branch.DescribeAsync(head: "HEAD~1");
        Assert.Contains("1 of 1 are alive", before.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_prompt_before_the_edit_is_quoted_and_not_a_nod_or_what_a_harness_says()
    {
        _branch.Scene.Agent().Ask("Something else first.").Edit("notes.txt", "one remark about pears\n")
            .Ask("Now the total, please.").Ask("continue").Ask("<system-reminder>Be brief.</system-reminder>")
            .Edit("src/till.py", "alpha = 1\ntotal = price * quantity\nomega = 2\n");
        File.Delete(Path.Combine(_branch.Repo.Root, "notes.txt"));
        _branch.Repo.Commit("Add the total");
        var text = await _branch.DescribeAsync();
        Assert.Contains("  - Asked at step 3:\n\n    > Now the total, please.", text.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Something else", text.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_without_lineage_says_why()
    {
        _branch.Scene.Commit("README.md", "hello\n", "By hand");
        Assert.Contains("No stored trace has a patch of a file of this branch.", (await _branch.DescribeAsync()).Body, StringComparison.Ordinal);

        _branch.Take("Add up what the basket costs.");
        _branch.Repo.Commit("Nothing");
        _branch.Repo.Git("checkout", "-q", "-b", "side", "HEAD~1");
        _branch.Scene.Commit("side.txt", "aside\n", "Aside");
        _branch.Repo.Git("checkout", "-q", "work");
        _branch.Repo.Git("merge", "-q", "--no-ff", "-m", "Merge side", "side");
        var body = (await _branch.DescribeAsync()).Body;
        Assert.Equal("No patch of a stored trace was found in it.", ReasonOf(body, "By hand"));
        Assert.Equal("The commit changes no file.", ReasonOf(body, "Nothing"));
        Assert.StartsWith("A merge commit:", ReasonOf(body, "Merge side"), StringComparison.Ordinal);
        Assert.DoesNotContain("- Merge side", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_branch_without_commits_is_said_to_be_empty()
    {
        var text = await _branch.DescribeAsync();
        Assert.Equal(0, text.Commits);
        Assert.Equal("", text.Title);
        Assert.Contains("_Nothing: the base has every commit of the head._", text.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<details>", text.Body, StringComparison.Ordinal);
        Assert.Matches("[^\n]\n\\z", text.Body);
    }

    [Fact]
    public async Task Only_what_the_base_lacks_is_told_also_after_the_base_moved_on()
    {
        _branch.Take("Add up what the basket costs.");
        _branch.Repo.Git("checkout", "-q", "main");
        _branch.Scene.Commit("main.txt", "more\n", "Meanwhile");
        _branch.Repo.Git("checkout", "-q", "work");
        var text = await _branch.DescribeAsync();
        Assert.Equal(_branch.Base, text.MergeBase);
        Assert.Equal(1, text.Commits);
        Assert.DoesNotContain("Meanwhile", text.Body, StringComparison.Ordinal);
        _branch.Repo.Git("merge", "-q", "-m", "Catch up", "main");
        var later = await _branch.DescribeAsync();
        Assert.Equal(2, later.Commits);
        Assert.DoesNotContain("Meanwhile", later.Body, StringComparison.Ordinal);
        Assert.Equal("Add the total", later.Title);
    }

    [Fact]
    public async Task Branches_are_named_as_they_are_called_where_they_live()
    {
        _branch.Take("Add up what the basket costs.");
        _branch.Repo.Git("update-ref", "refs/remotes/origin/release/2", _branch.Base);
        var text = await _branch.DescribeAsync("origin/release/2");
        Assert.Equal(("release/2", "work"), (text.BaseBranch, text.HeadBranch));
        var ids = await _branch.DescribeAsync(_branch.Base, text.Head);
        Assert.Equal((null, null), (ids.BaseBranch, ids.HeadBranch));
        Assert.Equal(text.Body, ids.Body);
    }

    [Fact]
    public async Task Histories_without_a_common_commit_are_a_mistake_of_the_caller()
    {
        _branch.Repo.Git("checkout", "-q", "--orphan", "other");
        _branch.Repo.Commit("Elsewhere");
        var error = await Assert.ThrowsAsync<OpenTracesException>(() => _branch.DescribeAsync());
        Assert.Equal(OpenTracesErrorCode.InvalidRequest, error.Code);
    }

    [Fact]
    public async Task The_same_branch_gives_the_same_bytes_in_any_culture_and_order_of_arrival()
    {
        var first = _branch.Take("Add up what the basket costs.");
        _branch.Scene.Agent("session-2").Ask("And the tax.").Edit("src/tax.py", "tax = rate * total_of_basket\n");
        _branch.Repo.Commit("Add the tax");
        var text = (await _branch.DescribeAsync()).Body;
        var before = CultureInfo.CurrentCulture;
        try
        {
            var strange = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            strange.NumberFormat.NumberGroupSeparator = "'";
            strange.NumberFormat.NegativeSign = "~";
            CultureInfo.CurrentCulture = strange;
            Assert.All(await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => (await _branch.DescribeAsync()).Body))), b => Assert.Equal(text, b));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Contains(first.Id.ToString(), text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_branch_of_very_many_commits_is_cut_and_says_so()
    {
        var fast = string.Concat(Enumerable.Range(1, 600).Select(i =>
            $"commit refs/heads/work\nmark :{i}\ncommitter T <t@example.com> {1767323000 + i} +0000\ndata {200}\n{new string('x', 196)}{i % 1000:000}\n{(i == 1 ? $"from {_branch.Base}\n" : "")}M 100644 inline f{i}.txt\ndata 2\nx\n"));
        File.WriteAllText(Path.Combine(_branch.Repo.Root, "import"), fast);
        _branch.Repo.Git("-c", "alias.load=!git fast-import --quiet --force < import", "load");
        var text = await _branch.DescribeAsync();
        Assert.Equal(600, text.Commits);
        Assert.InRange(text.Body.Length, 20_000, 62_000);
        Assert.Contains("- and 500 more commits", text.Body, StringComparison.Ordinal);
        Assert.Matches("[0-9]+ more commits would make this text too long", text.Body);
        Assert.Contains("## Trace Provenance", text.Body, StringComparison.Ordinal);
    }

    private static string ReasonOf(string body, string subject)
    {
        var lines = body.Split('\n');
        return lines[Array.FindIndex(lines, l => l.EndsWith($"</code> {subject}</summary>", StringComparison.Ordinal)) + 2];
    }
}
