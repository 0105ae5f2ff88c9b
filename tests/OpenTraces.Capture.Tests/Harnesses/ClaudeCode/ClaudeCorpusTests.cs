using OpenTraces.Capture.Harnesses.ClaudeCode;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode;

public class ClaudeCorpusTests(ITestOutputHelper output)
{
    private static readonly string[] Foreign =
    [
        "jazzyalex__agent-sessions__Resources__Fixtures__stage0__agents__droid__stream_json_schema_drift.jsonl",
        "kvsankar__agent-history__tests__fixtures__rejections__gemini_with_tool_error.jsonl",
    ];

    /// <summary>Everything a line of the corpus is left out for.</summary>
    private static readonly string?[] Reasons =
    [
        "blank_line", "comment_line", "no_type", "progress_duplicate", "progress_state", "repeated_result", "replayed", "result_without_call",
        "state_empty", "state_repeated", "unknown_type",
    ];

    /// <summary>Types in hand-made files that the harness itself never wrote.</summary>
    private static readonly string[] Unknown = ["(none)", "tool_result", "tool_use"];

    private static IEnumerable<string> ClaudeFiles() => Corpus.Files().Where(f =>
        (f.StartsWith("claude-code/", StringComparison.Ordinal) || f.StartsWith("snapshots/claude-code/", StringComparison.Ordinal))
        && !Foreign.Contains(f.Split('/')[^1]));

    [Fact]
    public void Exactly_the_sessions_of_this_harness_are_taken()
    {
        var expected = ClaudeFiles().ToHashSet(StringComparer.Ordinal);
        foreach (var file in Corpus.Files())
        {
            var bytes = File.ReadAllBytes(Corpus.Require(file));
            var probe = new HarnessProbe(
                bytes.AsSpan(0, Math.Min(bytes.Length, HarnessProbe.HeaderLength)), bytes.Length <= HarnessProbe.HeaderLength, Path.GetFileName(file));
            Assert.True(new ClaudeCodeParser().CanRead(probe) == expected.Contains(file), file);
        }
    }

    [Fact]
    public async Task Every_entry_of_every_session_is_accounted_for()
    {
        var reasons = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var total = 0;
        foreach (var file in ClaudeFiles())
        {
            var run = await ClaudeRun.OfBytesAsync(File.ReadAllBytes(Corpus.Require(file)), Path.GetFileName(file));
            total += run.Sink.Entries.Count;
            foreach (var (_, fate, reason) in run.Sink.Entries)
            {
                var key = $"{fate} {reason}";
                reasons[key] = reasons.GetValueOrDefault(key) + 1;
                Assert.Equal(fate is EntryFate.Ignored or EntryFate.Malformed, reason is not null);
            }

            Assert.All(run.Sink.Entries, e => Assert.True(e.Fate != EntryFate.Ignored || Reasons.Contains(e.Reason), e.Reason));
            Assert.All(run.Sink.UnknownTypes, type => Assert.Contains(type, Unknown));
            foreach (var type in run.Sink.UnknownTypes)
                reasons[$"unknown {type} in {file[..40]}"] = reasons.GetValueOrDefault($"unknown {type} in {file[..40]}") + 1;
            CheckSteps(run, file);
            Assert.True(!run.Sink.Unanswered.Intersect(run.Sink.Orphans).Any(), file);
            Assert.Equal(run.Sink.Entries.Select(e => e.Line).Order(), run.Sink.Entries.Select(e => e.Line));
        }

        foreach (var (reason, count) in reasons)
            output.WriteLine($"{count,7} {100.0 * count / total,6:F2}% {reason}");
        Assert.True(total > 1000);
    }

    private static void CheckSteps(ClaudeRun run, string file)
    {
        Assert.Equal(Enumerable.Range(1, run.Steps.Count), run.Steps.Select(s => s.StepIndex));
        foreach (var step in run.Steps)
        {
            Assert.True(step.ParentStep is null || (step.ParentStep >= 1 && step.ParentStep < step.StepIndex), file);
            Assert.Equal(step.ToolCalls.Select(c => c.ToolCallId), step.Observations.Select(o => o.SourceCallId));
            Assert.True(step.Content is not null || step.ReasoningContent is not null || step.ToolCalls.Count > 0
                || step.Role == StepRole.Agent, file);
        }

        Assert.All(run.Sink.Patches, p => Assert.Contains(
            run.Steps[p.StepIndex - 1].ToolCalls, c => c.ToolCallId == p.ToolCallId));
    }

    [Fact]
    public async Task Tokens_equal_an_independent_count_by_message()
    {
        foreach (var file in ClaudeFiles())
        {
            var path = Corpus.Require(file);
            var run = await ClaudeRun.OfBytesAsync(File.ReadAllBytes(path), Path.GetFileName(file));
            var usage = run.Steps.Select(s => s.TokenUsage).ToList();
            Assert.True(
                (usage.Sum(u => u.InputTokens), usage.Sum(u => u.OutputTokens), usage.Sum(u => u.CacheReadTokens), usage.Sum(u => u.CacheWriteTokens))
                == IndependentTokens.Count(path),
                file);
        }
    }
}
