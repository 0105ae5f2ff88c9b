using System.Text.Json;
using OpenTraces.Bucket;
using OpenTraces.TestKit;
using OpenTraces.Trail.Replay;

namespace OpenTraces.Trail.Tests.Replay;

/// <summary>A repository in which a session worked, and its event log.</summary>
internal sealed class ReplayScene : IDisposable
{
    public ReplayScene()
    {
        Scene.Commit("src/till.py", "alpha = 1\nomega = 2\n", "Begin");
        Agent = Scene.Agent("session-1").Ask("Add up.").Edit("src/till.py", "alpha = 1\ntotal = price * quantity\nomega = 2\n");
        Taken = Repo.Commit("Add the total");
    }

    public Scene Scene { get; } = new();

    public TempGitRepo Repo => Scene.Repo;

    public AgentSession Agent { get; }

    public string Taken { get; }

    public async Task<ReplayReceipt> ReplayAsync(string? folder = null, params ISecurityTool[] tools)
    {
        var options = new ReplayOptions { RedactionKey = Teleport.TeleportScene.Key, SecurityTools = tools, UserNames = ["jane"] };
        return await (await Scene.OpenAsync(folder)).ReplayAsync(options);
    }

    /// <summary>The events as anybody's git shows them, oldest first.</summary>
    public JsonElement[] Events()
    {
        var files = new List<string>();
        foreach (var commit in Repo.Git("rev-list", "--reverse", ReplayReceipt.Reference).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var path in Repo.Git("ls-tree", "-r", "--name-only", commit, "events/").Split('\n', StringSplitOptions.RemoveEmptyEntries))
                files.Add(Repo.Git("show", $"{commit}:{path}"));
        }

        return [.. files.Select(f => JsonDocument.Parse(f).RootElement.Clone())];
    }

    public string? Head() => Repo.Git("for-each-ref", "--format=%(objectname)", ReplayReceipt.Reference).Trim() is { Length: > 0 } id ? id : null;

    public void Dispose() => Scene.Dispose();
}
