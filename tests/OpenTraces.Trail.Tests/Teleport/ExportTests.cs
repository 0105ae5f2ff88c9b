using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpenTraces.Schema;
using OpenTraces.Trail.Teleport;
using OpenTraces.Trail.Tests.Snapshots;
using Xunit;

namespace OpenTraces.Trail.Tests.Teleport;

/// <summary>What an export puts into its folder.</summary>
public sealed class ExportTests : IDisposable
{
    private readonly TeleportScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_folder_holds_the_trace_its_patches_their_commits_and_a_bundle_of_them()
    {
        var made = await _scene.ExportAsync();
        Assert.Equal(["anchors.jsonl", "git.bundle", "manifest.json", "patches.jsonl", "trace.json"], Names(_scene.Out));
        Assert.Equal(_scene.Agent.Id.ToString(), TraceJson.Parse(Encoding.UTF8.GetBytes(_scene.Text("trace.json"))).TraceId);
        var anchor = JsonDocument.Parse(_scene.Text("anchors.jsonl")).RootElement;
        Assert.Equal((_scene.Taken, "src/till.py"), (anchor.GetProperty("commit").GetString(), anchor.GetProperty("path").GetString()));
        Assert.Equal(_scene.Agent.Build().Patches[0].PatchId, anchor.GetProperty("patch_id").GetString());
        Assert.Equal((1, 1, TeleportGit.SelfContained), (made.Patches, made.Anchored, made.Git));
        Assert.Equal([_scene.Taken], made.Commits);
        Assert.Equal(made.WorkspaceId, _scene.Manifest().GetProperty("workspace_id").GetString());
    }

    [Fact]
    public async Task The_manifest_tells_the_digest_of_every_other_file_and_no_time()
    {
        await _scene.ExportAsync();
        var files = _scene.Manifest().GetProperty("files").EnumerateArray().ToDictionary(f => f.GetProperty("name").GetString()!, f => f.GetProperty("sha256").GetString());
        Assert.Equal(["anchors.jsonl", "git.bundle", "patches.jsonl", "trace.json"], files.Keys);
        Assert.All(files, f => Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(_scene.Out, f.Key)))), f.Value));
        Assert.Equal("opentraces.trace_workspace.v1", _scene.Manifest().GetProperty("schema_version").GetString());
        Assert.DoesNotContain(_scene.Folder.Root, _scene.Text("manifest.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_exports_are_the_same_bytes_also_after_the_repository_was_repacked()
    {
        for (var i = 0; i < 20; i++)
            _scene.Scene.Commit("src/till.py", _scene.Repo.Read("src/till.py") + $"line_{i} = {i}\n", "More");
        await _scene.ExportAsync();
        _scene.Repo.Git("-c", "pack.compression=0", "repack", "-a", "-d", "-f", "-q", "--window=50");
        await _scene.ExportAsync(_scene.Folder["again"]);
        Assert.All(Names(_scene.Out), name => Assert.Equal(
            File.ReadAllBytes(Path.Combine(_scene.Out, name)), File.ReadAllBytes(Path.Combine(_scene.Folder["again"], name))));
    }

    [Fact]
    public async Task No_other_trace_goes_along()
    {
        var other = _scene.Scene.Agent("session-2").Ask("And the tax.").Edit("src/tax.py", "tax = rate * total_of_basket\n");
        _scene.Repo.Commit("Add the tax");
        await _scene.ExportAsync();
        Assert.All(Names(_scene.Out), name => Assert.DoesNotContain(other.Id.ToString(), Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(_scene.Out, name))), StringComparison.Ordinal));
        Assert.DoesNotContain(Objects(), o => o.EndsWith(" src/tax.py", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bundle_holds_the_commits_and_their_parents_with_all_files_and_no_history_before()
    {
        var made = await _scene.ExportAsync();
        var objects = Objects();
        Assert.Contains(objects, o => o.EndsWith(" README", StringComparison.Ordinal));
        Assert.DoesNotContain(objects, o => o.StartsWith(_scene.First, StringComparison.Ordinal));
        Assert.Contains("git_history_not_carried", made.Limitations);
        Assert.Contains("commit_identities_carried", made.Limitations);
    }

    [Fact]
    public async Task A_thin_bundle_holds_what_the_commits_brought_in_and_can_be_fetched_into_a_clone()
    {
        _scene.Repo.Git("clone", "-q", _scene.Repo.Root, _scene.Folder["clone"]);
        _scene.Git(_scene.Folder["clone"], "reset", "-q", "--hard", "HEAD~1");
        _scene.Git(_scene.Folder["clone"], "update-ref", "-d", "refs/remotes/origin/main");
        _scene.Git(_scene.Folder["clone"], "reflog", "expire", "--expire=now", "--all");
        _scene.Git(_scene.Folder["clone"], "gc", "-q", "--prune=now");
        Assert.Throws<InvalidOperationException>(() => _scene.Git(_scene.Folder["clone"], "cat-file", "-e", _scene.Taken));
        var made = await _scene.ExportAsync(git: TeleportGit.Thin);
        Assert.Contains("git_needs_prerequisites", made.Limitations);
        _scene.Git(_scene.Folder["clone"], "fetch", "-q", Path.Combine(_scene.Out, "git.bundle"), "refs/opentraces/commits/*:refs/opentraces/commits/*");
        Assert.Contains("+total = price * quantity", _scene.Git(_scene.Folder["clone"], "show", _scene.Taken), StringComparison.Ordinal);
        Assert.Equal(4, _scene.Manifest().GetProperty("git").GetProperty("objects").GetInt32());
    }

    [Fact]
    public async Task Without_git_the_anchors_still_name_the_commits()
    {
        var made = await _scene.ExportAsync(git: TeleportGit.None);
        Assert.Equal(["anchors.jsonl", "manifest.json", "patches.jsonl", "trace.json"], Names(_scene.Out));
        Assert.Contains(_scene.Taken, _scene.Text("anchors.jsonl"), StringComparison.Ordinal);
        Assert.Contains("git_not_carried", made.Limitations);
    }

    [Fact]
    public async Task A_trace_that_no_commit_took_leaves_without_a_bundle_and_says_so()
    {
        _scene.Repo.Git("reset", "-q", "--hard", "HEAD~1");
        var made = await _scene.ExportAsync();
        Assert.Equal(TeleportGit.None, made.Git);
        Assert.Contains("no_accepting_commits", made.Limitations);
        Assert.Equal("", _scene.Text("anchors.jsonl"));
    }

    [Fact]
    public async Task Nothing_of_the_repository_is_changed()
    {
        var before = UserState.Of(_scene.Repo);
        await _scene.ExportAsync();
        Assert.Equal(before, UserState.Of(_scene.Repo));
    }

    [Fact]
    public async Task Only_a_new_or_empty_folder_is_written()
    {
        _scene.Folder.Write("out/mine.txt", "mine");
        Assert.Equal(OpenTracesErrorCode.Precondition, (await Assert.ThrowsAsync<OpenTracesException>(() => _scene.ExportAsync())).Code);
        Assert.Equal(["mine.txt"], Names(_scene.Out));
        File.Delete(_scene.Folder["out/mine.txt"]);
        await _scene.ExportAsync();
        Assert.Equal(5, Names(_scene.Out).Length);
        _scene.Folder.Write("file", "mine");
        Assert.Equal(OpenTracesErrorCode.Precondition, (await Assert.ThrowsAsync<OpenTracesException>(() => _scene.ExportAsync(_scene.Folder["file"]))).Code);
    }

    [Fact]
    public async Task A_clone_that_was_cut_exports_what_it_has()
    {
        _scene.Repo.Git("clone", "-q", "--depth=2", "file://" + _scene.Repo.Root, _scene.Folder["cut"]);
        await _scene.Scene.OpenAsync();
        var trail = await TraceTrail.OpenAsync(_scene.Folder["cut"], _scene.Scene.Store, _scene.Scene.Options, TestContext.Current.CancellationToken);
        await trail.ExportAsync(_scene.Agent.Id, _scene.Out, new TeleportOptions { RedactionKey = TeleportScene.Key }, TestContext.Current.CancellationToken);
        Assert.Equal(_scene.Taken, (await _scene.OpenAsync()).Head);
    }

    private string[] Objects()
    {
        var bare = _scene.Folder["objects"];
        _scene.Repo.Git("init", "-q", "--bare", bare);
        var pack = File.ReadAllBytes(Path.Combine(_scene.Out, "git.bundle"));
        var start = pack.AsSpan().IndexOf("PACK"u8);
        File.WriteAllBytes(Path.Combine(bare, "in.pack"), pack[start..]);
        _scene.Git(bare, "index-pack", "in.pack");
        File.Move(Path.Combine(bare, "in.pack"), Path.Combine(bare, "objects", "pack", "pack-in.pack"));
        File.Move(Path.Combine(bare, "in.idx"), Path.Combine(bare, "objects", "pack", "pack-in.idx"));
        File.WriteAllLines(Path.Combine(bare, "shallow"), _scene.Manifest().GetProperty("git").GetProperty("boundary").EnumerateArray().Select(b => b.GetString()!));
        return [.. _scene.Git(bare, "rev-list", "--objects", _scene.Taken).Split('\n')];
    }

    private static string[] Names(string folder) => [.. Directory.EnumerateFileSystemEntries(folder).Select(e => Path.GetFileName(e)!).Order(StringComparer.Ordinal)];
}
