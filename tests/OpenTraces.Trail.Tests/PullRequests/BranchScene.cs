using OpenTraces.Bucket;
using OpenTraces.Trail.PullRequests;

namespace OpenTraces.Trail.Tests.PullRequests;

/// <summary>A branch <c>work</c> that leaves <c>main</c> behind its first commit.</summary>
internal sealed class BranchScene : IDisposable
{
    public BranchScene()
    {
        Base = Scene.Commit("src/till.py", "alpha = 1\nomega = 2\n", "Begin");
        Repo.Git("checkout", "-q", "-b", "work");
    }

    public Scene Scene { get; } = new();

    public TestKit.TempGitRepo Repo => Scene.Repo;

    public string Base { get; }

    public static RedactionKey Key { get; } = new([.. Enumerable.Range(1, RedactionKey.Size).Select(i => (byte)i)]);

    /// <summary>A session that was asked for something and whose edit one commit took.</summary>
    public AgentSession Take(string ask, string subject = "Add the total", string session = "session-1")
    {
        var agent = Scene.Agent(session).Ask(ask).Edit("src/till.py", "alpha = 1\ntotal = price * quantity\nomega = 2\n");
        Repo.Commit(subject);
        return agent;
    }

    public async Task<PullRequestText> DescribeAsync(string baseRevision = "main", string head = "HEAD", string? title = null, params ISecurityTool[] tools)
    {
        var options = new PullRequestOptions { RedactionKey = Key, SecurityTools = tools, Title = title, UserNames = ["jane"] };
        return await (await Scene.OpenAsync()).DescribeBranchAsync(baseRevision, options, head);
    }

    public void Dispose() => Scene.Dispose();
}
