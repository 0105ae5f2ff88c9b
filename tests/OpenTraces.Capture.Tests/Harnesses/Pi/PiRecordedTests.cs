using System.Text;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.Pi;

/// <summary>
/// Two sessions that Pi 0.73.1 itself wrote, against a model that gives fixed answers: one with tools, a command of the user, a
/// branch left with a summary, marks of an extension, a change of model and a compaction; one forked from it and gone on with twice.
/// </summary>
public class PiRecordedTests
{
    private static async Task<PiRun> ReadAsync(string name) => await PiRun.OfAsync(await File.ReadAllBytesAsync(
        Repository.PathOf("tests", "OpenTraces.Capture.Tests", "Harnesses", "Pi", "Fixtures", name)));

    private static string? Member(RawJson json, string name) =>
        json.TryGetMember(Encoding.UTF8.GetBytes(name), out var value) ? value.ToString() : null;

    [Fact]
    public async Task Every_entry_of_the_branched_session_has_its_place()
    {
        var run = await ReadAsync("branched.jsonl");
        Assert.Equal(34, run.Entries.Count);
        Assert.Equal(0, run.Count(EntryFate.Malformed));
        Assert.Equal(2, run.Count(EntryFate.Ignored, "inactive_branch"));
        Assert.Equal(2, run.Count(EntryFate.Ignored));
        Assert.Equal(4, run.Count(EntryFate.Folded));
        Assert.Empty(run.UnknownTypes);
        Assert.Contains("\"leaves\":2,\"branch_points\":1,\"inactive_entries\":2,\"bridged_parents\":0", Member(run.Metadata, "branches"), StringComparison.Ordinal);
        Assert.Equal("Lab notes", run.Metadata.GetString("session_name"u8));
        Assert.True(run.Header.Metadata.TryGetMember("is_compacted"u8, out _));
    }

    [Fact]
    public async Task The_steps_of_the_branched_session_are_the_conversation_it_ended_with()
    {
        var run = await ReadAsync("branched.jsonl");
        Assert.DoesNotContain(run.Steps, s => s.Content == "left branch");
        Assert.Contains(run.Steps, s => s.Content == "right branch");
        Assert.Equal(["write", "edit", "bash", "read"], run.Steps.SelectMany(s => s.ToolCalls).Select(c => c.ToolName));
        Assert.Equal([null, null, "exit_code:2", null], run.Steps.SelectMany(s => s.ToolCalls.Count > 0 ? s.Observations : []).Select(o => o.Error));
        Assert.Contains("[image: image/", run.Steps.SelectMany(s => s.Observations).Single(o => o.Content?.Contains("image", StringComparison.Ordinal) == true).Content, StringComparison.Ordinal);
        Assert.Equal([("one|two|three", ""), ("2", "two")], run.Patches.Select(p => (string.Join('|', p.Added), string.Join('|', p.Removed))));
        Assert.Contains(run.Steps, s => s.Content == "! echo hi; exit 3" && s.Observations.Single().Error == "exit 3");
        Assert.Equal("A quick thought.", run.Steps[^1].ReasoningContent);
        Assert.Equal("lab-anthropic/fake-claude", run.Steps[^1].Model);
    }

    [Fact]
    public async Task The_fork_counts_its_own_two_calls_and_the_session_it_came_from_all_of_its_own()
    {
        var (branched, forked) = (await ReadAsync("branched.jsonl"), await ReadAsync("forked.jsonl"));
        Assert.Equal(new TokenUsage { InputTokens = 1519, OutputTokens = 220, CacheReadTokens = 6200, CacheWriteTokens = 150 }, branched.Header.TotalUsage);
        // Pi wrote 0.00034399999999999996 for one call: the digits stay.
        Assert.Equal(0.00410449999999999996m, branched.Header.StatedCostUsd);
        Assert.Null(forked.Header.TotalUsage);
        Assert.Equal((405L, 45L, 1600L, 0L), (forked.Steps.Sum(s => s.TokenUsage.InputTokens), forked.Steps.Sum(s => s.TokenUsage.OutputTokens),
            forked.Steps.Sum(s => s.TokenUsage.CacheReadTokens), forked.Steps.Sum(s => s.TokenUsage.CacheWriteTokens)));
        Assert.Equal("33", Member(forked.Metadata, "copied_entries"));
        Assert.Equal(branched.Steps.Select(s => s.Content), forked.Steps.Take(branched.Steps.Count).Select(s => s.Content));
    }
}
