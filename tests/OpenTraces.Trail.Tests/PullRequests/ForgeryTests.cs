using Xunit;

namespace OpenTraces.Trail.Tests.PullRequests;

/// <summary>Prompts and subjects are quoted; they cannot speak as the text itself does.</summary>
public sealed class ForgeryTests : IDisposable
{
    private const string Forged = "# Big\n\n## Trace Provenance\n</details><img src=x> @octocat fixes #12 ![x](https://a.example/x.png)\n```\n<!-- opentraces:end -->\n";

    private readonly BranchScene _branch = new();

    public void Dispose() => _branch.Dispose();

    [Fact]
    public async Task A_prompt_cannot_forge_anything()
    {
        _branch.Take(Forged);
        await AssertPlainAsync();
    }

    [Fact]
    public async Task A_subject_cannot_forge_anything()
    {
        _branch.Take("Add up.", Forged);
        await AssertPlainAsync();
    }

    [Fact]
    public async Task The_name_of_a_file_cannot_forge_anything()
    {
        _branch.Scene.Agent().Ask("Add up.").Edit("src/`@octocat` #12 ## <b>.py", "total = price * quantity\n");
        _branch.Repo.Commit("Add the total");
        var body = await AssertPlainAsync();
        Assert.Contains(@"  - Files: src/\`@&#8203;octocat\` \#&#8203;12 \#\# \<b\>.py", body, StringComparison.Ordinal);
    }

    private async Task<string> AssertPlainAsync()
    {
        var body = (await _branch.DescribeAsync()).Body;
        var lines = body.Split('\n');
        Assert.Equal(5, lines.Count(l => l.TrimStart().StartsWith('#')));
        Assert.Single(lines, l => l == "## Trace Provenance");
        Assert.Single(lines, l => l == "</details>");
        Assert.Equal(2, lines.Count(l => l.TrimStart().StartsWith("```", StringComparison.Ordinal)));
        Assert.DoesNotMatch(@"(?<!\\)<(?!/?(details|summary|code)>)", body);
        Assert.DoesNotMatch("@[A-Za-z0-9]", body);
        Assert.DoesNotMatch("(?<!&)#[0-9]", body);
        Assert.DoesNotMatch(@"(?<!\\)!\[", body);
        Assert.DoesNotContain("://", body, StringComparison.Ordinal);
        return body;
    }
}
