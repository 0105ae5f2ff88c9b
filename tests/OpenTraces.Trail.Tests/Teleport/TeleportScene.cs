using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using OpenTraces.Trail.Teleport;

namespace OpenTraces.Trail.Tests.Teleport;

/// <summary>A repository in which two sessions worked, and folders to export to and to open into.</summary>
internal sealed class TeleportScene : IDisposable
{
    public const string AwsKey = "AKIA" + "QX7RT5MNB2PL9WZK";

    public TeleportScene()
    {
        First = Scene.Commit("src/till.py", "alpha = 1\nomega = 2\n", "Begin");
        Scene.Commit("README", "A till.\n", "Say what it is");
        Agent = Scene.Agent("session-1").Ask("Add up, please.").Edit("src/till.py", "alpha = 1\ntotal = price * quantity\nomega = 2\n");
        Taken = Repo.Commit("Add the total");
    }

    public Scene Scene { get; } = new();

    public TempGitRepo Repo => Scene.Repo;

    public TempFolder Folder { get; } = new();

    public AgentSession Agent { get; }

    /// <summary>The commit before all that goes along.</summary>
    public string First { get; }

    /// <summary>The commit that took the session's change.</summary>
    public string Taken { get; }

    public static RedactionKey Key { get; } = new([.. Enumerable.Range(1, RedactionKey.Size).Select(i => (byte)i)]);

    public string Out => Folder["out"];

    public string Into => Folder["into"];

    public async Task<TraceWorkspace> ExportAsync(string? folder = null, TeleportGit git = TeleportGit.SelfContained, params ISecurityTool[] tools)
    {
        var options = new TeleportOptions { RedactionKey = Key, SecurityTools = tools, UserNames = ["jane"], Git = git };
        return await (await Scene.OpenAsync()).ExportAsync(Agent.Id, folder ?? Out, options);
    }

    public async Task<OpenTracesException> RefuseAsync(TeleportGit git = TeleportGit.SelfContained, params ISecurityTool[] tools)
    {
        var error = await Xunit.Assert.ThrowsAsync<OpenTracesException>(() => ExportAsync(null, git, tools));
        Xunit.Assert.Empty(Directory.EnumerateFileSystemEntries(Folder.Root));
        return error;
    }

    public ValueTask<OpenedWorkspace> OpenAsync() => TraceWorkspace.OpenAsync(Out, Into);

    /// <summary>Opens what is in the folder, which must fail and leave nothing.</summary>
    public async Task<OpenTracesException> FailToOpenAsync()
    {
        var error = await Xunit.Assert.ThrowsAsync<OpenTracesException>(async () => await OpenAsync());
        Xunit.Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(Folder.Root), e => Path.GetFileName(e) != "out" && Path.GetFileName(e) != "secret");
        return error;
    }

    public string Text(string file) => File.ReadAllText(Path.Combine(Out, file));

    public JsonElement Manifest() => JsonDocument.Parse(Text("manifest.json")).RootElement.Clone();

    /// <summary>Changes the manifest as somebody does who knows how it is made: its digests are right again afterwards.</summary>
    public void Forge(Action<JsonObject> change)
    {
        var path = Path.Combine(Out, "manifest.json");
        var manifest = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        foreach (var file in manifest["files"]!.AsArray())
        {
            var name = Path.Combine(Out, file!["name"]!.GetValue<string>());
            file["bytes"] = new FileInfo(name).Length;
            file["sha256"] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(name)));
        }

        change(manifest);
        manifest.Remove("workspace_id");
        manifest["workspace_id"] = CanonicalJson.Hash(RawJson.Parse(manifest.ToJsonString())).ToString();
        File.WriteAllText(path, manifest.ToJsonString());
    }

    /// <summary>Runs git in any folder, without configuration.</summary>
    public string Git(string folder, params string[] arguments) => Repo.Git(["-C", folder, .. arguments]);

    public void Dispose()
    {
        Scene.Dispose();
        Folder.Dispose();
    }
}
