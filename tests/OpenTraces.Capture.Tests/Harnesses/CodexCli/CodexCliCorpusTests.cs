using System.Text.Json;
using OpenTraces.Capture.Harnesses.CodexCli;
using OpenTraces.Capture.Tests.Import;
using OpenTraces.Conformance;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.CodexCli;

/// <summary>What real rollouts hold, counted a second time by reading their JSON plainly.</summary>
public class CodexCliCorpusTests
{
    private static IEnumerable<string> Rollouts()
    {
        _ = Corpus.RequireRoot();
        return CorpusFormatTests.Table.Where(r => r.Value == "codex-cli").Select(r => r.Key);
    }

    /// <summary>Those that Codex wrote; the others are small files made by hand.</summary>
    private static IEnumerable<string> RealRollouts() => Rollouts().Where(p => p.EndsWith("full.jsonl", StringComparison.Ordinal)
        || p.StartsWith("snapshots/", StringComparison.Ordinal) || p.Contains(".sample_session__", StringComparison.Ordinal));

    private static async Task<(RecordedSession Session, List<JsonElement> Lines)> Read(string path)
    {
        var bytes = await File.ReadAllBytesAsync(Corpus.Require(path));
        return (await RecordedSession.ReadAsync(new CodexCliParser(), bytes, Path.GetFileName(path)), Objects(bytes));
    }

    /// <summary>Every object, whatever lines it stands on.</summary>
    private static List<JsonElement> Objects(byte[] bytes)
    {
        var found = new List<JsonElement>();
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { AllowMultipleValues = true });
        while (reader.Read())
            found.Add(JsonElement.ParseValue(ref reader));
        return found;
    }

    private static string? Text(JsonElement element, params string[] path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }

        return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
    }

    private static bool Is(JsonElement line, string type, string kind) =>
        Text(line, "type") == type && Text(line, "payload", "type") == kind;

    /// <summary>The lines that are not a copy of another thread's history.</summary>
    private static List<JsonElement> Own(List<JsonElement> lines)
    {
        if (Text(lines[0], "payload", "forked_from_id") is null)
            return lines;
        var id = Text(lines[0], "payload", "id")!;
        var start = lines.FindIndex(l => Is(l, "event_msg", "task_started")
            && string.CompareOrdinal(Text(l, "payload", "turn_id"), 0, id, 0, 13) >= 0);
        return [lines[0], .. lines.Skip(start)];
    }

    [Fact]
    public async Task Every_entry_is_accounted_for_and_none_of_a_real_rollout_is_malformed_or_unknown()
    {
        foreach (var path in Rollouts())
        {
            var (session, lines) = await Read(path);
            var blank = session.Entries.Count(e => e.Reason == "blank_line");
            Assert.True(session.Entries.Count - blank == lines.Count, path);
            Assert.True(session.Count(EntryFate.Mapped) == session.Steps.Count, $"{path}: mapped");
            Assert.True(session.Count(EntryFate.Malformed) == 0, $"{path}: malformed");
            if (RealRollouts().Contains(path))
                Assert.True(session.UnknownTypes.Count == 0, $"{path}: {string.Join(',', session.UnknownTypes.Distinct())}");
        }
    }

    [Fact]
    public async Task Tokens_add_up_to_what_the_rollout_states_less_what_its_parent_used()
    {
        foreach (var path in Rollouts())
        {
            var (session, lines) = await Read(path);
            var totals = lines.Where(l => Is(l, "event_msg", "token_count")).Select(Totals).Where(t => t is not null).Select(t => t!.Value).ToList();
            if (totals.Count == 0 || !totals.Zip(totals.Skip(1)).All(p => p.First.Input <= p.Second.Input))
                continue;
            var copied = lines.Take(lines.Count - Own(lines).Count + 1).Where(l => Is(l, "event_msg", "token_count"))
                .Select(Totals).LastOrDefault(t => t is not null) ?? default;
            var expected = (Input: totals[^1].Input - copied.Input, Output: totals[^1].Output - copied.Output);
            var stated = session.Header.TotalUsage;
            var input = stated is null ? session.Steps.Sum(s => s.TokenUsage.InputTokens + s.TokenUsage.CacheReadTokens) : stated.InputTokens + stated.CacheReadTokens;
            var output = stated?.OutputTokens ?? session.Steps.Sum(s => s.TokenUsage.OutputTokens);
            Assert.True((input, output) == expected, $"{path}: {(input, output)} is not {expected}");
        }
    }

    private static (long Input, long Output)? Totals(JsonElement line)
    {
        if (!line.GetProperty("payload").TryGetProperty("info", out var info) || info.ValueKind != JsonValueKind.Object
            || !info.TryGetProperty("total_token_usage", out var total))
            return null;
        return (total.GetProperty("input_tokens").GetInt64(), total.GetProperty("output_tokens").GetInt64());
    }

    [Fact]
    public async Task Every_prompt_of_a_person_is_a_step_once_and_nothing_else_is()
    {
        foreach (var path in RealRollouts())
        {
            var (session, lines) = await Read(path);
            var typed = Own(lines).Where(l => Is(l, "event_msg", "user_message")).Select(l => Text(l, "payload", "message")!.Trim()).ToList();
            var steps = session.Steps.Where(s => s.Role == "user").Select(s => s.Content!.Trim()).ToList();
            Assert.True(typed.Count == steps.Count, $"{path}: {typed.Count} typed, {steps.Count} steps");
            Assert.True(typed.Zip(steps).All(p => p.Second.Contains(p.First, StringComparison.Ordinal)), path);
        }
    }

    [Fact]
    public async Task Every_call_is_in_a_step_with_its_output_and_every_answer_of_the_model_is_told_once()
    {
        foreach (var path in RealRollouts())
        {
            var (session, lines) = await Read(path);
            var own = Own(lines);
            var calls = own.Select(l => l.GetProperty("payload")).Where(p => Text(p, "type") is "function_call" or "custom_tool_call" or "tool_search_call")
                .Select(p => Text(p, "call_id")!).ToList();
            var answered = own.Select(l => l.GetProperty("payload")).Where(p => Text(p, "type") is "function_call_output" or "custom_tool_call_output" or "tool_search_output")
                .Select(p => Text(p, "call_id")!).ToHashSet(StringComparer.Ordinal);
            Assert.True(calls.SequenceEqual(session.Steps.SelectMany(s => s.ToolCalls).Where(c => c.ToolName != "web_search").Select(c => c.ToolCallId)), $"{path}: calls");
            Assert.True(calls.Where(c => !answered.Contains(c)).SequenceEqual(session.CallsWithoutResult), $"{path}: unanswered");
            Assert.Empty(session.ResultsWithoutCall);
            var said = own.Where(l => Is(l, "response_item", "message") && Text(l, "payload", "role") == "assistant")
                .Select(l => string.Join('\n', l.GetProperty("payload").GetProperty("content").EnumerateArray().Select(c => Text(c, "text"))));
            var told = string.Join('\n', session.Steps.Where(s => s.Role == "agent" && s.Content is not null).Select(s => s.Content));
            Assert.True(string.Join('\n', said) == told, $"{path}: answers");
        }
    }

    [Fact]
    public async Task Every_applied_patch_has_its_files_and_every_failed_one_has_none()
    {
        var patched = 0;
        foreach (var path in RealRollouts())
        {
            var (session, lines) = await Read(path);
            foreach (var line in Own(lines).Where(l => Is(l, "event_msg", "patch_apply_end")))
            {
                var call = Text(line, "payload", "call_id");
                var files = line.GetProperty("payload").GetProperty("changes").EnumerateObject()
                    .Select(f => Text(f.Value, "move_path") ?? f.Name).Order(StringComparer.Ordinal);
                var found = session.Patches.Where(p => p.ToolCallId == call).Select(p => p.FilePath).Distinct().Order(StringComparer.Ordinal);
                Assert.True(files.SequenceEqual(found), $"{path}: {call}");
                patched++;
            }

            var failed = session.Steps.SelectMany(s => s.Observations).Where(o => o.Error is not null).Select(o => o.SourceCallId).ToHashSet(StringComparer.Ordinal);
            Assert.DoesNotContain(session.Patches, p => failed.Contains(p.ToolCallId));
            Assert.All(session.Patches, p => Assert.True(p.Kind != Schema.PatchKind.Modify || p.Removed.Count + p.Added.Count > 0));
        }

        Assert.True(patched > 200);
    }

    [Fact]
    public async Task A_forked_thread_holds_nothing_of_its_parent()
    {
        var forks = 0;
        foreach (var path in Rollouts())
        {
            var (session, lines) = await Read(path);
            if (Text(lines[0], "payload", "forked_from_id") is null)
                continue;
            forks++;
            Assert.Equal(lines.Count - Own(lines).Count, session.Entries.Count(e => e.Reason == "replayed"));
            Assert.Equal(Text(lines[0], "payload", "id"), session.Header.SessionId);
            Assert.True(session.Steps.Count > 1, path);
        }

        Assert.Equal(3, forks);
    }
}
