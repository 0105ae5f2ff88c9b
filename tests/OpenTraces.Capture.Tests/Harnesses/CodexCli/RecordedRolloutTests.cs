using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.CodexCli;

/// <summary>The paginated form, on real files.</summary>
public class RecordedRolloutTests
{
    public static TheoryData<string> Names =>
        ["edit", "fork", "forked-child", "image", "compaction", "spawn", "child", "script", "stdin", "bad-calls", "interrupted", "review", "reviewer"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_line_has_a_fate_and_none_is_malformed_or_unknown(string name)
    {
        var session = await RecordedRollouts.ReadAsync(name);
        Assert.Equal(RecordedRollouts.Lines(name).Count, session.Entries.Count);
        Assert.Equal(0, session.Count(EntryFate.Malformed));
        Assert.Empty(session.UnknownTypes);
        Assert.Equal(session.Steps.Count, session.Count(EntryFate.Mapped));
        Assert.DoesNotContain(session.Entries, e => e.Reason is "detail_without_call" or "result_without_call");
        Assert.Empty(session.CallsWithoutResult);
        Assert.Empty(session.ResultsWithoutCall);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_response_is_counted_once_though_two_kinds_of_line_count_it(string name)
    {
        var session = await RecordedRollouts.ReadAsync(name);
        Assert.Null(session.Header.TotalUsage);
        Assert.Equal(RecordedRollouts.Used(name), (
            session.Steps.Sum(s => s.TokenUsage.InputTokens + s.TokenUsage.CacheReadTokens),
            session.Steps.Sum(s => s.TokenUsage.CacheReadTokens),
            session.Steps.Sum(s => s.TokenUsage.OutputTokens)));
    }

    [Fact]
    public async Task A_session_that_was_resumed_twice_is_its_turns_in_order()
    {
        var session = await RecordedRollouts.ReadAsync("edit");
        Assert.Equal(
            ["user:EDIT the greeting", "agent:I will look at the files.", "agent:", "agent:", "agent:", "agent:The files are changed.",
             "user:AGAIN please", "agent:", "agent:Changed once more.", "user:FORKCHILD now", "agent:", "agent:", "agent:The forked child is done."],
            session.Steps.Select(s => $"{s.Role}:{s.Content}"));
        Assert.Equal("Look at the files first.", session.Steps[1].ReasoningContent);
        Assert.Equal([null, "exit_code:1"], session.Steps[1].Observations.Select(o => o.Error));
        Assert.Equal("EDIT the greeting", session.Header.Task.Description);
        Assert.Equal("/home/dev/project", session.Header.WorkingDirectory);
    }

    [Fact]
    public async Task Applied_patches_come_from_the_reports_and_a_refused_one_leaves_none()
    {
        var session = await RecordedRollouts.ReadAsync("edit");
        Assert.Equal(
            ["docs/new.md Add ># New||text", "src/gone.txt Delete gone>", "src/greeting.txt Modify ninth>NINTH|ninth and a half",
             "src/greeting.txt Modify third>THIRD", "src/moved.txt Move move me>moved"],
            session.Patches.Where(p => p.StepIndex == 3).Select(Describe).Order(StringComparer.Ordinal));
        Assert.Equal("/home/dev/project/src/old.txt", session.Patches.Single(p => p.Kind == PatchKind.Move).OldPath);
        Assert.Equal(["src/greeting.txt Modify first>FIRST"], session.Patches.Where(p => p.StepIndex > 3).Select(Describe));
        Assert.Equal("tool_error", Assert.Single(session.Steps[3].Observations).Error);
    }

    private static string Describe(PatchDraft patch) =>
        $"{patch.FilePath.Replace("/home/dev/project/", "", StringComparison.Ordinal)} {patch.Kind} {string.Join('|', patch.Removed)}>{string.Join('|', patch.Added)}";

    [Fact]
    public async Task A_fork_that_points_to_its_history_holds_only_its_own_turn_and_its_own_tokens()
    {
        var session = await RecordedRollouts.ReadAsync("fork");
        Assert.Equal(["user:PLAN it", "agent:", "agent:Planned."], session.Steps.Select(s => $"{s.Role}:{s.Content}"));
        Assert.Equal(21923, session.Steps.Sum(s => s.TokenUsage.InputTokens + s.TokenUsage.CacheReadTokens));
        var metadata = session.Header.Metadata.ToString();
        Assert.Contains("\"history_base\":{\"thread_id\":\"01a21445-54ae-7631-ac9c-c6f343dd59a0\"", metadata, StringComparison.Ordinal);
        Assert.Contains("history_before_fork_is_in_another_file", metadata, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forked_sub_agent_skips_the_history_it_was_given()
    {
        var session = await RecordedRollouts.ReadAsync("forked-child");
        Assert.Equal(["user:CHILD look at src", "agent:", "agent:The child has looked."], session.Steps.Select(s => $"{s.Role}:{s.Content}"));
        Assert.Equal(17, session.Entries.Count(e => e.Reason == "replayed"));
        Assert.Equal(("01a21445-6024-7f43-9b1a-f40b02413256", "CHILD look at src"), (session.Header.SessionId, session.Header.Task.Description));
    }

    [Fact]
    public async Task A_parent_and_its_child_name_each_other()
    {
        var (parent, child) = (await RecordedRollouts.ReadAsync("spawn"), await RecordedRollouts.ReadAsync("child"));
        Assert.Equal([null, child.Header.SessionId, null, null, null], parent.Steps.Select(s => s.SubagentTrajectoryRef));
        Assert.Contains($"\"parent_thread_id\":\"{parent.Header.SessionId}\"", child.Header.Metadata.ToString(), StringComparison.Ordinal);
        Assert.All(child.Steps.Where(s => s.Role == "agent"), s => Assert.Equal(("subagent", "explorer"), (s.CallType, s.AgentRole)));
        Assert.Contains("subagent_notification", parent.Header.Metadata.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_patch_that_a_script_applied_belongs_to_the_script()
    {
        var session = await RecordedRollouts.ReadAsync("script");
        var patch = Assert.Single(session.Patches);
        Assert.Equal(("js.txt Add >from js", session.Steps[1].ToolCalls[0].ToolCallId), (Describe(patch), patch.ToolCallId));
        Assert.Equal("exec", session.Steps[1].ToolCalls[0].ToolName);
        Assert.Equal(200, session.Steps[1].ToolCalls[0].DurationMs);
        Assert.Single(session.Entries, e => e.Reason == "script_command");
    }

    [Fact]
    public async Task A_compaction_is_one_answer_of_the_model_and_its_history_is_not_told_again()
    {
        var session = await RecordedRollouts.ReadAsync("compaction");
        Assert.Equal(["user:LONG read", "agent:", "agent:", "agent:Summary: the seq outputs were read.", "agent:Read it all, after the summary."],
            session.Steps.Select(s => $"{s.Role}:{s.Content}"));
        var metadata = session.Header.Metadata.ToString();
        Assert.Contains("\"compaction_events\":[{\"after_step\":4,", metadata, StringComparison.Ordinal);
        Assert.Contains("Summary: the seq outputs were read.", metadata, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_turn_that_was_interrupted_is_counted_and_the_next_one_ends_well()
    {
        var session = await RecordedRollouts.ReadAsync("interrupted");
        Assert.Equal(["SLOW one", "PLAN on"], session.Steps.Where(s => s.Role == "user").Select(s => s.Content));
        Assert.Null(session.Header.Outcome.TerminalState);
        Assert.Contains("\"aborted_turns\":1", session.Header.Metadata.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_in_a_prompt_or_an_answer_is_said_to_be_one()
    {
        var session = await RecordedRollouts.ReadAsync("image");
        Assert.StartsWith("[image", session.Steps[0].Content, StringComparison.Ordinal);
        Assert.EndsWith("]\nIMAGE look", session.Steps[0].Content, StringComparison.Ordinal);
        Assert.StartsWith("[image", session.Steps[1].Observations[0].Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_review_is_carried_in_its_parent_and_told_in_the_reviewers_thread()
    {
        var (parent, reviewer) = (await RecordedRollouts.ReadAsync("review"), await RecordedRollouts.ReadAsync("reviewer"));
        Assert.Contains("\"reviews\":[{\"type\":\"ExitedReviewMode\"", parent.Header.Metadata.ToString(), StringComparison.Ordinal);
        Assert.Equal(["agent:Hello."], parent.Steps.Select(s => $"{s.Role}:{s.Content}"));
        Assert.Equal(["user:Review the current code changes.", "agent:Hello."], reviewer.Steps.Select(s => $"{s.Role}:{s.Content}"));
        Assert.Equal("review", reviewer.Steps[1].AgentRole);
    }

    [Fact]
    public async Task A_command_that_goes_on_and_calls_that_fail_say_so()
    {
        var typed = await RecordedRollouts.ReadAsync("stdin");
        Assert.Equal([null, "exit_code:3"], typed.Steps.SelectMany(s => s.Observations).Select(o => o.Error));
        var bad = await RecordedRollouts.ReadAsync("bad-calls");
        Assert.Equal(["tool_error", "tool_error"], bad.Steps.SelectMany(s => s.Observations).Select(o => o.Error));
        Assert.Equal("""{"value":"x"}""", bad.Steps[1].ToolCalls[0].Input.ToString());
    }
}
