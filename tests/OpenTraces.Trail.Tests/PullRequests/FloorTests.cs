using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.PullRequests;
using Xunit;

namespace OpenTraces.Trail.Tests.PullRequests;

/// <summary>The text of a pull request leaves the machine, so the floor and the clearance stand before it.</summary>
public sealed class FloorTests : IDisposable
{
    private const string AwsKey = "AKIA" + "QX7RT5MNB2PL9WZK";

    private readonly BranchScene _branch = new();

    public void Dispose() => _branch.Dispose();

    [Fact]
    public async Task A_secret_in_a_prompt_does_not_leave()
    {
        var letters = string.Concat(Enumerable.Repeat("MIIEvQIBADANBgkqhkiG9w0BAQEFAASC", 4));
        var key = $"-----BEGIN PRIVATE KEY-----\n{letters}\n{letters}\n-----END PRIVATE KEY-----";
        _branch.Take($"Log in with {AwsKey} and this:\n{key}\nThen add up.");
        var text = await _branch.DescribeAsync();
        Assert.DoesNotContain(AwsKey, text.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("MIIEvQ", text.Body, StringComparison.Ordinal);
        Assert.Matches(@"> Log in with \[REDACTED:aws_access_key:[0-9a-f]{8}\] and this: \[REDACTED:private_key:[0-9a-f]{8}\] Then add up\.", text.Body);
        Assert.Equal(2, text.Redactions);
    }

    [Fact]
    public async Task A_secret_that_the_cut_would_halve_does_not_leave_in_part()
    {
        _branch.Take(new string('a', 385) + " " + AwsKey + new string(' ', 5) + new string('b', 300));
        var text = await _branch.DescribeAsync();
        Assert.DoesNotContain(AwsKey[..8], text.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_with_signs_that_are_escaped_does_not_leave()
    {
        _branch.Take("Use github_pat_" + "11ABCDEFG0_abcdefghijklmnopqrstuvwxyz0123456789 here.");
        Assert.Matches(@"> Use \[REDACTED:github_pat:[0-9a-f]{8}\] here\.", (await _branch.DescribeAsync()).Body);
    }

    [Fact]
    public async Task A_secret_in_the_subject_of_a_commit_does_not_leave_and_is_no_title()
    {
        _branch.Take("Add up.", $"Use {AwsKey} for the till");
        var text = await _branch.DescribeAsync();
        Assert.DoesNotContain(AwsKey, text.Body + text.Title, StringComparison.Ordinal);
        Assert.Matches(@"^Use \[REDACTED:aws_access_key:[0-9a-f]{8}\] for the till\z", text.Title);
        Assert.DoesNotContain(AwsKey, (await _branch.DescribeAsync(title: "Key " + AwsKey)).Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u200B")]
    [InlineData("\u00AD")]
    [InlineData("\u200D")]
    [InlineData("\uFE0F")]
    [InlineData("\u034F")]
    [InlineData("\u2065")]
    [InlineData("\uFFF0")]
    [InlineData("\U000E0080")]
    [InlineData("\u0007")]
    public async Task A_secret_with_unseen_signs_in_it_does_not_leave(string unseen)
    {
        var (key, token) = (AwsKey.Insert(3, unseen), ("hf_" + "QwErTyUiOpAsDfGhJkLzXcVbNmQwErTyUi").Insert(1, unseen));
        _branch.Take($"Log in with {token} please.", $"Use {key} for the till");
        foreach (var text in (PullRequestText[])[await _branch.DescribeAsync(), await _branch.DescribeAsync(title: "Key " + key)])
        {
            var seen = (text.Title + "\n" + text.Body).Replace("\\", "", StringComparison.Ordinal).Replace(unseen, "", StringComparison.Ordinal);
            Assert.DoesNotContain(AwsKey, seen, StringComparison.Ordinal);
            Assert.DoesNotContain("hf_Qw", seen, StringComparison.Ordinal);
            Assert.Contains("[REDACTED:aws_access_key:", text.Title, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Folders_and_names_of_people_and_hosts_do_not_leave()
    {
        _branch.Take("Look at /home/kim/till/notes.txt for jane on build7.corp please.");
        var body = (await _branch.DescribeAsync()).Body;
        Assert.Matches(@"> Look at /home/\[ot-user-[0-9a-f]{8}\]/till/notes\.txt for \[ot-user-[0-9a-f]{8}\] on \[REDACTED:internal_hostname:[0-9a-f]{8}\] please\.", body);
        Assert.DoesNotContain(_branch.Repo.Root, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trace_that_is_held_back_refuses_the_whole_text()
    {
        var held = _branch.Take("Add up.");
        _branch.Scene.Agent("session-2").Ask("And the tax.").Edit("src/tax.py", "tax = rate * total_of_basket\n");
        _branch.Repo.Commit("Add the tax");
        var error = await Assert.ThrowsAsync<OpenTracesException>(() => _branch.DescribeAsync(tools: new Judge(f => f.Text == held.Id.ToString())));
        Assert.Equal(OpenTracesErrorCode.EgressRefused, error.Code);
        Assert.Contains(held.Id.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Contains(Clearance.JudgeHold, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trace_that_is_held_back_and_not_named_hinders_nothing()
    {
        var held = _branch.Scene.Agent("session-2").Ask("And the tax.").Edit("src/tax.py", "tax = rate * total_of_basket\n");
        File.Delete(Path.Combine(_branch.Repo.Root, "src/tax.py"));
        var named = _branch.Take("Add up.");
        Assert.Equal([named.Id], (await _branch.DescribeAsync(tools: new Judge(f => f.Text == held.Id.ToString()))).Traces);
    }

    [Fact]
    public async Task A_judge_may_hold_the_finished_text()
    {
        _branch.Take("Add up.");
        var error = await Assert.ThrowsAsync<OpenTracesException>(() => _branch.DescribeAsync(tools: new Judge(f => f.Text.Contains("## Intent", StringComparison.Ordinal))));
        Assert.Equal(OpenTracesErrorCode.EgressRefused, error.Code);
    }

    [Fact]
    public async Task A_tool_that_fails_leaves_it_unknown_and_so_refuses()
    {
        _branch.Take("Add up.");
        var error = await Assert.ThrowsAsync<OpenTracesException>(() => _branch.DescribeAsync(tools: new Judge(_ => throw new InvalidDataException("broken"))));
        Assert.Equal(OpenTracesErrorCode.EgressRefused, error.Code);
        Assert.Contains("tool_error", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_finished_text_says_that_it_passed_the_floor()
    {
        _branch.Take("Add up.");
        Assert.Equal(ClearanceState.Cleared, Clearance.Of((await _branch.DescribeAsync()).Security));
    }

    private sealed class Judge(Func<SecurityField, bool> holds) : ISecurityTool
    {
        public SecurityToolInfo Info { get; } = new() { Name = "somebody", Version = "1", Kind = SecurityToolKind.Judge };

        public ValueTask<SecurityOutcome> RunAsync(IReadOnlyList<SecurityField> fields, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(new SecurityOutcome { Verdict = fields.Any(holds) ? Clearance.Hold : null });
    }
}
