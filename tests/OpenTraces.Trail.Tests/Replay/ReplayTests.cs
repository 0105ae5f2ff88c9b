using OpenTraces.Schema;
using OpenTraces.TestKit;
using OpenTraces.Trail.Replay;
using OpenTraces.Trail.Tests.Git;
using OpenTraces.Trail.Tests.Snapshots;
using Xunit;

namespace OpenTraces.Trail.Tests.Replay;

/// <summary>What a replay tells a clone.</summary>
public sealed class ReplayTests : IDisposable
{
    private readonly ReplayScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_patch_and_the_commit_that_took_it_are_told_in_a_chain()
    {
        _scene.Agent.KnowsLines = true;
        _scene.Agent.Edit("src/till.py", "alpha = 1\ntotal = price * quantity\nomega = 2\nrebate = total * percentage\n");
        var receipt = await _scene.ReplayAsync();
        Assert.Equal((3, 1, 3, null), (receipt.EventsAdded, receipt.BatchesAdded, receipt.Events, receipt.PreviousHead));
        Assert.Equal([_scene.Agent.Id], receipt.Traces);
        var events = _scene.Events();
        Assert.Equal(["trace_patch_created", "trace_patch_created", "git_anchor_created"], events.Select(e => e.GetProperty("event_type").GetString()));
        Assert.Equal([1, 2, 3], events.Select(e => e.GetProperty("event_sequence").GetInt32()));
        Assert.Null(events[0].GetProperty("previous_event_id").GetString());
        Assert.Equal(events[0].GetProperty("event_id").GetString(), events[1].GetProperty("previous_event_id").GetString());
        Assert.All(events, e => Assert.Equal(LogEvent.Recompute(e), e.GetProperty("event_id").GetString()));
    }

    [Fact]
    public async Task A_patch_is_told_with_its_text_and_its_path_from_the_top_of_the_repository()
    {
        await _scene.ReplayAsync();
        var patch = _scene.Events()[0].GetProperty("payload");
        Assert.Equal("src/till.py", patch.GetProperty("file_path").GetString());
        Assert.Equal("total = price * quantity", patch.GetProperty("authored_text").GetString());
        Assert.Equal(ReferenceIds.HashOf("total = price * quantity"), patch.GetProperty("raw_authored_hash").GetString());
        Assert.Equal($"ot://trace-patch/sha256/{patch.GetProperty("trace_patch_id").GetString()}", patch.GetProperty("trace_patch_ref").GetProperty("ref").GetString());
        var anchor = _scene.Events()[1].GetProperty("payload");
        Assert.Equal(_scene.Taken, anchor.GetProperty("commit_id").GetProperty("hex").GetString());
        Assert.Equal(2, anchor.GetProperty("range").GetProperty("start_line").GetInt32());
        Assert.Equal(_scene.Repo.Git("rev-parse", _scene.Taken + ":src/till.py").Trim(), anchor.GetProperty("blob_id").GetProperty("hex").GetString());
        Assert.Equal("firm", anchor.GetProperty("evidence_firmness").GetString());
    }

    [Fact]
    public async Task A_commit_of_the_log_has_the_form_that_others_read()
    {
        var receipt = await _scene.ReplayAsync();
        Assert.Equal(["batch.json", "events/000000000001.json", "events/000000000002.json"], _scene.Repo.Git("ls-tree", "-r", "--name-only", receipt.Head!).Trim().Split('\n'));
        Assert.Matches("^opentraces trail event batch batch-[0-9a-f]{32}\n\\z", _scene.Repo.Git("log", "-1", "--format=%B", receipt.Head!).TrimEnd('\n') + "\n");
        Assert.Equal("opentraces <opentraces@local>", _scene.Repo.Git("log", "-1", "--format=%an <%ae>", receipt.Head!).Trim());
        var batch = System.Text.Json.JsonDocument.Parse(_scene.Repo.Git("show", receipt.Head + ":batch.json")).RootElement;
        Assert.Equal(("bucket-replay", 2, null), (batch.GetProperty("writer").GetString(), batch.GetProperty("event_count").GetInt32(), batch.GetProperty("previous_event_log_head").GetString()));
        Assert.Equal("", _scene.Repo.Git("fsck", "--strict", "--no-dangling"));
    }

    [Fact]
    public async Task Two_runs_give_the_same_commit_in_every_clone_and_the_second_changes_nothing()
    {
        var first = await _scene.ReplayAsync();
        var second = await _scene.ReplayAsync();
        Assert.Equal((first.Head, first.Head, 0), (second.Head, second.PreviousHead, second.EventsAdded));
        using var other = new TempFolder();
        _scene.Repo.Git("clone", "-q", _scene.Repo.Root, other["clone"]);
        Assert.Equal(first.Head, (await _scene.ReplayAsync(other["clone"])).Head);
    }

    [Fact]
    public async Task What_is_new_is_added_behind_and_bit_by_bit_is_the_same_as_at_once()
    {
        var first = await _scene.ReplayAsync();
        var other = _scene.Scene.Agent("session-2").Edit("src/tax.py", "tax = rate * total_of_basket\n");
        _scene.Repo.Commit("Add the tax");
        var second = await _scene.ReplayAsync();
        Assert.Equal((first.Head, 1, 2, 4), (second.PreviousHead, second.BatchesAdded, second.EventsAdded, second.Events));
        Assert.Equal(first.Head, _scene.Repo.Git("rev-parse", second.Head + "^").Trim());
        Assert.Contains(other.Id, second.Traces);
        _scene.Repo.Git("update-ref", "-d", ReplayReceipt.Reference);
        var whole = await _scene.ReplayAsync();
        Assert.Equal((second.Head, 2), (whole.Head, whole.BatchesAdded));
    }

    [Fact]
    public async Task A_patch_that_is_committed_later_gets_its_anchor_then()
    {
        _scene.Agent.Edit("src/tax.py", "tax = rate * total_of_basket\n");
        Assert.Equal(2, (await _scene.ReplayAsync()).Events);
        _scene.Repo.Commit("Add the tax");
        await _scene.ReplayAsync();
        var types = _scene.Events().Select(e => e.GetProperty("event_type").GetString()!).ToArray();
        Assert.Equal(2, types.Count(t => t == "trace_patch_created"));
        Assert.Equal(2, types.Count(t => t == "git_anchor_created"));
        Assert.Equal((await _scene.ReplayAsync()).Head, _scene.Head());
    }

    [Fact]
    public async Task No_trace_of_another_project_is_told_though_its_files_have_the_same_names()
    {
        _scene.Scene.Commit("README.md", "A till.\n");
        var other = _scene.Scene.Agent("session-2");
        other.Naming = path => "/srv/other/" + path;
        other.WorkingDirectory = "/srv/other";
        other.Claim("README.md", [], ["secret plans of somebody else"]).Claim("src/till.py", [], ["x = 1"]);
        var receipt = await _scene.ReplayAsync();
        Assert.Equal([_scene.Agent.Id], receipt.Traces);
        Assert.All(_scene.Events(), e => Assert.Equal(_scene.Agent.Id.ToString(), e.GetProperty("trace_id").GetString()));
    }

    [Fact]
    public async Task In_a_clone_elsewhere_the_other_files_of_a_trace_are_found_by_the_one_that_was_committed()
    {
        _scene.Repo.Write("notes.txt", "");
        _scene.Repo.Commit("Notes");
        _scene.Agent.Naming = path => "/home/kim/shop/" + path;
        _scene.Agent.WorkingDirectory = "/home/kim/shop";
        _scene.Agent.Edit("src/tax.py", "tax = rate * total_of_basket\n");
        _scene.Repo.Commit("Add the tax");
        _scene.Agent.Claim("notes.txt", [], ["never committed"]).Claim("../other/notes.txt", [], ["of another folder"]);
        await _scene.ReplayAsync();
        var told = _scene.Events().Select(e => e.GetProperty("payload")).Where(p => p.TryGetProperty("file_path", out _)).ToDictionary(p => p.GetProperty("authored_text").GetString()!, p => p.GetProperty("file_path").GetString());
        Assert.Equal("notes.txt", told["never committed"]);
        Assert.DoesNotContain("of another folder", told.Keys);
    }

    [Fact]
    public async Task Nothing_else_of_the_clone_is_touched_and_no_hook_runs()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the hook is a shell script");
        _scene.Repo.Git("config", "core.logAllRefUpdates", "always");
        var hook = _scene.Repo.Write(".git/hooks/reference-transaction", "#!/bin/sh\ntouch ran\n");
        StandIn.MakeExecutable(hook);
        string[] Rest() => [.. UserState.Of(_scene.Repo).Where(l => !l.StartsWith(Path.Combine(".git", "objects"), StringComparison.Ordinal) && !l.StartsWith(Path.Combine(".git", "refs", "opentraces"), StringComparison.Ordinal))];
        var before = Rest();
        await _scene.ReplayAsync();
        Assert.NotNull(_scene.Head());
        Assert.Equal(before, Rest());
    }

    [Fact]
    public async Task A_store_without_traces_of_the_repository_writes_no_ref()
    {
        using var scene = new Scene();
        scene.Commit("a.txt", "a\n");
        var receipt = await (await scene.OpenAsync()).ReplayAsync(new ReplayOptions { RedactionKey = Teleport.TeleportScene.Key }, TestContext.Current.CancellationToken);
        Assert.Equal((null, 0), (receipt.Head, receipt.Events));
        Assert.Equal("", scene.Repo.Git("for-each-ref", "refs/opentraces"));
    }

    [Fact]
    public async Task A_repository_with_sha256_ids_is_told_too()
    {
        using var scene = new Scene();
        Directory.Delete(Path.Combine(scene.Repo.Root, ".git"), recursive: true);
        scene.Repo.Git("init", "-q", "--object-format=sha256", "-b", "main");
        scene.Repo.Git("config", "user.name", "Test Person");
        scene.Repo.Git("config", "user.email", "person@example.com");
        scene.Agent().Edit("src/tax.py", "tax = rate * total_of_basket\n");
        scene.Repo.Commit("Add the tax");
        var receipt = await (await scene.OpenAsync()).ReplayAsync(new ReplayOptions { RedactionKey = Teleport.TeleportScene.Key }, TestContext.Current.CancellationToken);
        Assert.Equal((64, 2), (receipt.Head!.Length, receipt.Events));
    }

    [Fact]
    public async Task A_trace_that_the_store_forgot_stays_in_the_log_and_is_named()
    {
        await _scene.ReplayAsync();
        using var empty = new Scene();
        var trail = await TraceTrail.OpenAsync(_scene.Repo.Root, empty.Store, _scene.Scene.Options, TestContext.Current.CancellationToken);
        var receipt = await trail.ReplayAsync(new ReplayOptions { RedactionKey = Teleport.TeleportScene.Key }, TestContext.Current.CancellationToken);
        Assert.Equal([_scene.Agent.Id], receipt.Forgotten);
        Assert.Equal(_scene.Head(), receipt.Head);
    }

    [Fact]
    public async Task A_ref_that_a_replay_did_not_write_is_left_alone()
    {
        _scene.Repo.Git("update-ref", ReplayReceipt.Reference, "HEAD");
        var before = _scene.Head();
        var error = await Assert.ThrowsAsync<OpenTracesException>(() => _scene.ReplayAsync());
        Assert.Equal(OpenTracesErrorCode.Precondition, error.Code);
        Assert.Contains("git update-ref -d " + ReplayReceipt.Reference, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, _scene.Head());
    }

    [Fact]
    public async Task A_log_of_another_writer_is_left_alone()
    {
        await _scene.ReplayAsync();
        Amend("batch.json", text => text.Replace("bucket-replay", "capture-claude-code", StringComparison.Ordinal));
        Assert.Equal(OpenTracesErrorCode.Precondition, (await Assert.ThrowsAsync<OpenTracesException>(() => _scene.ReplayAsync())).Code);
    }

    [Theory]
    [InlineData("total = price", "total = prize")]
    [InlineData("\"event_sequence\": 1", "\"event_sequence\": 7")]
    [InlineData("\"step_index\": 2", "\"step_index\": 3")]
    public async Task A_log_that_was_changed_is_damaged_and_not_extended(string old, string changed)
    {
        await _scene.ReplayAsync();
        Amend("events/000000000001.json", text => text.Contains(old, StringComparison.Ordinal) ? text.Replace(old, changed, StringComparison.Ordinal) : throw new InvalidOperationException(text));
        var before = _scene.Head();
        Assert.Equal(OpenTracesErrorCode.StoreCorrupt, (await Assert.ThrowsAsync<OpenTracesException>(() => _scene.ReplayAsync())).Code);
        Assert.Equal(before, _scene.Head());
    }

    /// <summary>Puts another file into the newest commit of the log.</summary>
    private void Amend(string path, Func<string, string> change)
    {
        var repo = _scene.Repo;
        var message = repo.Git("log", "-1", "--format=%B", ReplayReceipt.Reference).TrimEnd('\n');
        using var folder = new TempFolder();
        var file = folder.Write("file", change(repo.Git("show", $"{ReplayReceipt.Reference}:{path}")));
        var blob = repo.Git("hash-object", "-w", file).Trim();
        File.Copy(Path.Combine(repo.Root, ".git", "index"), folder["index"]);
        repo.Git("read-tree", ReplayReceipt.Reference);
        repo.Git("update-index", "--cacheinfo", $"100644,{blob},{path}");
        var tree = repo.Git("write-tree").Trim();
        File.Copy(folder["index"], Path.Combine(repo.Root, ".git", "index"), overwrite: true);
        repo.Git("update-ref", ReplayReceipt.Reference, repo.Git("commit-tree", "-m", message, tree).Trim());
    }
}
