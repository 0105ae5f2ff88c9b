using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Teleport;
using Xunit;

namespace OpenTraces.Trail.Tests.Teleport;

/// <summary>An export leaves the machine, so the floor and the clearance stand before it; a refusal leaves no file behind.</summary>
public sealed class TeleportFloorTests : IDisposable
{
    private readonly TeleportScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_secret_in_a_prompt_does_not_leave()
    {
        _scene.Agent.Ask($"Log in with {TeleportScene.AwsKey} then.").Claim("src/till.py", [], ["nothing"]);
        var made = await _scene.ExportAsync();
        Assert.DoesNotContain(TeleportScene.AwsKey, _scene.Text("trace.json"), StringComparison.Ordinal);
        Assert.Matches(@"Log in with \[REDACTED:aws_access_key:[0-9a-f]{8}\] then\.", _scene.Text("trace.json"));
        Assert.True(made.Redactions > 0);
        Assert.Contains("texts_redacted", made.Limitations);
        var record = TraceJson.Parse(File.ReadAllBytes(Path.Combine(_scene.Out, "trace.json")));
        Assert.Equal(TraceJson.ComputeContentHash(record), record.ContentHash);
    }

    [Fact]
    public async Task A_secret_in_a_patch_does_not_leave_and_no_folder_of_a_person_does()
    {
        _scene.Agent.Naming = path => "/home/kim/shop/" + path;
        _scene.Agent.WorkingDirectory = "/home/kim/shop";
        _scene.Agent.Claim("src/keys.py", [], [$"key = '{TeleportScene.AwsKey}'", "owner = 'jane'"]);
        await _scene.ExportAsync();
        Assert.DoesNotContain(TeleportScene.AwsKey, _scene.Text("patches.jsonl"), StringComparison.Ordinal);
        Assert.DoesNotContain("jane", _scene.Text("patches.jsonl"), StringComparison.Ordinal);
        Assert.All(new[] { "trace.json", "patches.jsonl" }, f => Assert.DoesNotContain("/home/kim", _scene.Text(f), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Half_a_secret_at_the_cut_of_a_long_text_does_not_leave()
    {
        var half = TeleportScene.AwsKey[..14];
        _scene.Agent.Ask($"{new string('a', 2000)} {half}\n[cut here: 99999 bytes in all, the whole text is sha256:{new string('0', 64)}]").Claim("src/till.py", [], ["nothing"]);
        var made = await _scene.ExportAsync();
        Assert.DoesNotContain(half, _scene.Text("trace.json"), StringComparison.Ordinal);
        Assert.Contains("long_texts_cut", made.Limitations);
    }

    [Theory]
    [InlineData(TeleportGit.SelfContained)]
    [InlineData(TeleportGit.Thin)]
    public async Task A_secret_in_a_file_that_goes_along_refuses_and_names_the_file(TeleportGit git)
    {
        _scene.Repo.Write("src/keys.py", $"# keys\n\nkey = '{TeleportScene.AwsKey}'\nmail = 'kim.lee@acme-tills.com'\n");
        _scene.Repo.Git("add", "-A");
        _scene.Repo.Git("commit", "-q", "--amend", "--no-edit");
        var error = await _scene.RefuseAsync(git);
        Assert.Equal(OpenTracesErrorCode.EgressRefused, error.Code);
        Assert.Contains("'src/keys.py'", error.Message, StringComparison.Ordinal);
        Assert.Contains("(line 3: aws_access_key, email_address)", error.Message, StringComparison.Ordinal);
        Assert.Contains("--no-git", error.Message, StringComparison.Ordinal);
        Assert.Equal(git == TeleportGit.SelfContained, error.Message.Contains("--thin", StringComparison.Ordinal));
        Assert.DoesNotContain(TeleportScene.AwsKey, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_in_an_old_file_refuses_the_whole_and_not_a_thin_one_and_none_without_git()
    {
        _scene.Repo.Git("reset", "-q", "--hard", "HEAD~1");
        _scene.Scene.Commit("keys.py", $"key = '{TeleportScene.AwsKey}'\n", "A key");
        _scene.Repo.Write("src/till.py", "alpha = 1\ntotal = price * quantity\nomega = 2\n");
        _scene.Repo.Commit("Add the total");
        Assert.Contains("'keys.py'", (await _scene.RefuseAsync()).Message, StringComparison.Ordinal);
        await _scene.ExportAsync(_scene.Folder["thin"], TeleportGit.Thin);
        await _scene.ExportAsync(_scene.Folder["none"], TeleportGit.None);
        Assert.All(Directory.EnumerateFiles(_scene.Folder["thin"]), f => Assert.DoesNotContain("keys.py", File.ReadAllText(f), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Use " + TeleportScene.AwsKey + " for the till")]
    [InlineData("Add the total\n\nTold by kim.lee@acme-tills.com")]
    public async Task A_secret_in_the_message_of_a_commit_refuses(string message)
    {
        _scene.Repo.Git("commit", "-q", "--amend", "-m", message);
        var error = await _scene.RefuseAsync();
        Assert.Equal(OpenTracesErrorCode.EgressRefused, error.Code);
        Assert.Contains("The message of commit", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_in_the_name_of_a_file_refuses()
    {
        _scene.Repo.Write("src/" + TeleportScene.AwsKey + ".txt", "x\n");
        _scene.Repo.Git("add", "-A");
        _scene.Repo.Git("commit", "-q", "--amend", "--no-edit");
        Assert.Contains("The name of a file", (await _scene.RefuseAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_text_refuses_because_nobody_knows_what_it_holds()
    {
        File.WriteAllBytes(Path.Combine(_scene.Repo.Root, "icon.png"), [0x89, 0x50, 0x4E, 0x47, 0, 1, 2, 3]);
        _scene.Repo.Git("add", "-A");
        _scene.Repo.Git("commit", "-q", "--amend", "--no-edit");
        var error = await _scene.RefuseAsync();
        Assert.Equal(OpenTracesErrorCode.EgressRefused, error.Code);
        Assert.Contains("'icon.png' is no text", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_in_utf_16_is_found()
    {
        File.WriteAllText(Path.Combine(_scene.Repo.Root, "wide.txt"), $"key = '{TeleportScene.AwsKey}'\n", System.Text.Encoding.Unicode);
        _scene.Repo.Git("add", "-A");
        _scene.Repo.Git("commit", "-q", "--amend", "--no-edit");
        Assert.Contains("'wide.txt'", (await _scene.RefuseAsync()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("behind")]
    [InlineData("wider")]
    public async Task A_secret_is_found_or_the_file_refused_whatever_its_first_bytes_claim(string how)
    {
        var plain = System.Text.Encoding.ASCII.GetBytes($"key = '{TeleportScene.AwsKey}'\n\n");
        byte[] bytes = how == "behind"
            ? [0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes("wide\n"), .. plain, .. new byte[plain.Length % 2]]
            : [.. System.Text.Encoding.UTF32.GetPreamble(), .. System.Text.Encoding.UTF32.GetBytes($"key = '{TeleportScene.AwsKey}'\n")];
        File.WriteAllBytes(Path.Combine(_scene.Repo.Root, "wide.txt"), bytes[..(bytes.Length & ~1)]);
        _scene.Repo.Git("add", "-A");
        _scene.Repo.Git("commit", "-q", "--amend", "--no-edit");
        Assert.Contains("'wide.txt'", (await _scene.RefuseAsync()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trace", "trace_id")]
    [InlineData("file", "omega")]
    [InlineData("manifest", "opentraces.trace_workspace.v1")]
    public async Task A_judge_may_hold_any_part_and_then_nothing_is_written(string part, string word)
    {
        var judge = new Judge(f => part == "trace" ? f.Path == "record." + word : f.Path != "trace_id" && f.Text.Contains(word, StringComparison.Ordinal));
        var error = await _scene.RefuseAsync(TeleportGit.SelfContained, judge);
        Assert.Equal(OpenTracesErrorCode.EgressRefused, error.Code);
        Assert.Contains(Clearance.JudgeHold, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tool_that_fails_leaves_it_unknown_and_so_refuses()
    {
        var error = await _scene.RefuseAsync(TeleportGit.None, new Judge(_ => throw new InvalidDataException("broken")));
        Assert.Contains("tool_error", error.Message, StringComparison.Ordinal);
    }

    private sealed class Judge(Func<SecurityField, bool> holds) : ISecurityTool
    {
        public SecurityToolInfo Info { get; } = new() { Name = "somebody", Version = "1", Kind = SecurityToolKind.Judge };

        public ValueTask<SecurityOutcome> RunAsync(IReadOnlyList<SecurityField> fields, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(new SecurityOutcome { Verdict = fields.Any(holds) ? Clearance.Hold : null });
    }
}
