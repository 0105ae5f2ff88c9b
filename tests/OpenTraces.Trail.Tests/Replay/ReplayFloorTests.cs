using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Replay;
using OpenTraces.Trail.Tests.Teleport;
using Xunit;

namespace OpenTraces.Trail.Tests.Replay;

/// <summary>Whoever pushes the ref sends it, so the floor and the clearance stand before it; a refusal sets no ref and makes no object.</summary>
public sealed class ReplayFloorTests : IDisposable
{
    private readonly ReplayScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_secret_in_a_patch_does_not_get_into_the_clone_nor_does_its_hash()
    {
        var line = $"key = '{TeleportScene.AwsKey}'";
        _scene.Agent.Claim("src/till.py", [], [line]);
        var receipt = await _scene.ReplayAsync();
        var told = string.Concat(_scene.Events().Select(e => e.GetRawText()));
        Assert.DoesNotContain(TeleportScene.AwsKey, told, StringComparison.Ordinal);
        Assert.DoesNotContain(ReferenceIds.HashOf(line), told, StringComparison.Ordinal);
        Assert.Matches(@"key = '\[REDACTED:aws_access_key:[0-9a-f]{8}\]'", told);
        Assert.Equal(1, receipt.Redactions);
        Assert.Equal(receipt.Head, (await _scene.ReplayAsync()).Head);
    }

    [Fact]
    public async Task Names_of_people_and_folders_of_the_machine_are_not_told()
    {
        _scene.Agent.Claim("src/till.py", [], ["# /home/kim/till and jane"]);
        await _scene.ReplayAsync();
        var told = string.Concat(_scene.Events().Select(e => e.GetRawText()));
        Assert.DoesNotContain("jane", told, StringComparison.Ordinal);
        Assert.DoesNotContain("/home/kim", told, StringComparison.Ordinal);
        Assert.DoesNotContain(_scene.Repo.Root, told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_file_of_the_repository_is_held_by_the_ref()
    {
        await _scene.ReplayAsync();
        var blob = _scene.Repo.Git("rev-parse", "HEAD:src/till.py").Trim();
        Assert.DoesNotContain(blob, _scene.Repo.Git("rev-list", "--objects", ReplayReceipt.Reference), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trace_id")]
    [InlineData("event_type")]
    public async Task A_trace_or_event_that_is_held_back_refuses_the_whole(string field)
    {
        _scene.Scene.Agent("session-2").Edit("src/tax.py", "tax = rate * total_of_basket\n");
        _scene.Repo.Commit("Add the tax");
        var before = _scene.Repo.Git("count-objects", "-v");
        var error = await Assert.ThrowsAsync<OpenTracesException>(() => _scene.ReplayAsync(null, new Judge(f => f.Path == field)));
        Assert.Equal(OpenTracesErrorCode.EgressRefused, error.Code);
        Assert.Null(_scene.Head());
        Assert.Equal(before, _scene.Repo.Git("count-objects", "-v"));
    }

    [Fact]
    public async Task A_tool_that_fails_leaves_it_unknown_and_so_refuses()
    {
        var error = await Assert.ThrowsAsync<OpenTracesException>(() => _scene.ReplayAsync(null, new Judge(_ => throw new InvalidDataException("broken"))));
        Assert.Contains("tool_error", error.Message, StringComparison.Ordinal);
        Assert.Null(_scene.Head());
    }

    private sealed class Judge(Func<SecurityField, bool> holds) : ISecurityTool
    {
        public SecurityToolInfo Info { get; } = new() { Name = "somebody", Version = "1", Kind = SecurityToolKind.Judge };

        public ValueTask<SecurityOutcome> RunAsync(IReadOnlyList<SecurityField> fields, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(new SecurityOutcome { Verdict = fields.Any(holds) ? Clearance.Hold : null });
    }
}
