using System.Text;
using OpenTraces.Capture.Harnesses;
using OpenTraces.Capture.Harnesses.Hermes;
using OpenTraces.Schema;
using Xunit;
using static OpenTraces.Capture.Tests.Harnesses.Hermes.HermesLines;

namespace OpenTraces.Capture.Tests.Harnesses.Hermes;

public class HermesSessionTests
{
    private const string Document = """
        {
          "session_id": "20260301_hermes",
          "model": "lab/m-1",
          "platform": "cli",
          "session_start": "2026-03-01T10:00:00Z",
          "last_updated": "2026-03-01T10:00:09Z",
          "cwd": "/home/sam/tinyshop",
          "system_prompt": "You are Hermes.",
          "tools": [{"name": "shell"}],
          "messages": [
            {"role": "user", "content": "Where are we?"},
            {"role": "assistant", "content": "Looking.", "reasoning": "pwd", "reasoning_content": "pwd",
             "tool_calls": [{"id": "c1", "function": {"name": "write_file", "arguments": "{\"path\":\"a\",\"content\":\"x\"}"}}]},
            {"role": "tool", "content": "ok", "tool_call_id": "c1", "finish_reason": "stop"},
            {"role": "assistant", "content": [{"type": "text", "text": "Here."}, {"type": "image_url", "image_url": {"url": "data:"}}]},
            {"role": "session_meta"}
          ]
        }
        """;

    private const string Export =
        """{"id":"e-1","source":"cli","model":"lab/m-1","system_prompt":null,"started_at":1772359200.5,"ended_at":1772359209.25,"message_count":2,"input_tokens":70,"output_tokens":9,"cache_read_tokens":5,"cache_write_tokens":2,"actual_cost_usd":0.0125,"messages":[{"id":1,"role":"user","content":"Hi","timestamp":1772359201.0},{"id":2,"role":"assistant","content":"Yes","tool_calls":"[{\"id\":\"c9\",\"function\":{\"name\":\"shell\",\"arguments\":\"{}\"}}]","timestamp":1772359202.0}]}""";

    [Fact]
    public async Task A_document_is_one_entry_with_the_messages_as_steps()
    {
        var run = await ReadAsync(Document);

        Assert.Equal([(1, EntryFate.Mapped, null)], run.Entries);
        Assert.Equal(["Where are we?", "Looking.", "Here."], run.Steps.Select(s => s.Content));
        Assert.Equal("pwd", run.Steps[1].ReasoningContent);
        Assert.Equal("a", run.Patches.Single().FilePath);
        Assert.Equal("/home/sam/tinyshop", run.Patches.Single().WorkingDirectory);
        Assert.Equal(("20260301_hermes", "lab/m-1", "linux", "2026-03-01T10:00:00Z", "2026-03-01T10:00:09Z"),
            (run.Header.SessionId, run.Header.Agent.Model, run.Header.Environment.Os, run.Header.TimestampStart, run.Header.TimestampEnd));
        Assert.Equal(["You are Hermes."], run.Header.SystemPrompts.Values);
        Assert.Equal("""{"name": "shell"}""", run.Header.ToolDefinitions.Single().ToString());
        Assert.Equal(["content/image_url"], run.UnknownTypes);
        Assert.Equal("devtime", run.Header.ExecutionContext);
    }

    [Fact]
    public async Task A_document_written_anew_with_more_messages_is_the_same_session()
    {
        var longer = Document.Replace("{\"role\": \"session_meta\"}", "{\"role\": \"user\", \"content\": \"More\"}", StringComparison.Ordinal);
        var (first, second) = (await ReadAsync(Document), await ReadAsync(longer));
        Assert.Equal(first.Header.FirstEntry, second.Header.FirstEntry);
        Assert.Equal(first.Steps.Count + 1, second.Steps.Count);
    }

    [Fact]
    public async Task A_log_without_an_id_is_named_by_its_file_and_keeps_its_meta_line()
    {
        var run = await ReadAsync(
            """{"role":"session_meta","model":"m","tools":[{"type":"function"}],"extra":{"a":[1, 2]}}""",
            """{"role":"user","content":"Hi"}""",
            """{"role":"wizard","content":"?"}""",
            """{"content":"no role"}""",
            """{"role":"tool","tool_call_id":"x","content":"?"}""");
        Assert.Equal("batch_001_output", run.Header.SessionId);
        Assert.Equal([EntryFate.Carried, EntryFate.Mapped, EntryFate.Ignored, EntryFate.Malformed, EntryFate.Ignored], run.Entries.Select(e => e.Fate));
        Assert.Equal([null, null, "unknown_role", "no_role", "result_without_call"], run.Entries.Select(e => e.Reason));
        Assert.Equal(["role/wizard"], run.UnknownTypes);
        Assert.Equal("""{"model":"m","tools":[{"type":"function"}],"extra":{"a":[1, 2]}}""".Replace("\"tools\":[{\"type\":\"function\"}],", "", StringComparison.Ordinal),
            run.Header.Metadata.TryGetMember("hermes"u8, out var kept) ? kept.ToString() : "");
    }

    [Fact]
    public async Task A_line_of_an_export_states_its_usage_cost_and_times()
    {
        var run = await ReadRowAsync(Export, 2);
        Assert.Equal("e-1", run.Header.SessionId);
        Assert.Equal(new TokenUsage { InputTokens = 70, OutputTokens = 9, CacheReadTokens = 5, CacheWriteTokens = 2 }, run.Header.TotalUsage);
        Assert.Equal(0.0125m, run.Header.StatedCostUsd);
        Assert.Equal(("2026-03-01T10:00:00.500Z", "2026-03-01T10:00:09.250Z"), (run.Header.TimestampStart, run.Header.TimestampEnd));
        Assert.Equal("2026-03-01T10:00:01.000Z", run.Steps[0].Timestamp);
        Assert.Equal("c9", run.Steps[1].ToolCalls.Single().ToolCallId);
    }

    [Theory]
    [InlineData("document", true, false)]
    [InlineData("export", true, true)]
    [InlineData("row", true, true)]
    [InlineData("log", true, false)]
    [InlineData("plain conversation", false, false)]
    [InlineData("message", false, false)]
    public void Files_are_told_by_their_content(string kind, bool isHermes, bool holdsRows)
    {
        var text = kind switch
        {
            "document" => Document,
            "export" => Export + "\n" + Export,
            "row" => Row(",\"completed\":true,\"partial\":false", ("human", "Hi")),
            "log" => """{"role":"session_meta","tools":[]}""",
            "plain conversation" => Row("", ("human", "Hi"), ("gpt", "Hello")),
            _ => """{"role":"user","content":"Hi"}""",
        };
        var probe = new HarnessProbe(Encoding.UTF8.GetBytes(text), isWhole: true, "x");
        Assert.Equal(isHermes, new HermesParser().CanRead(probe));
        Assert.Equal(isHermes ? "hermes-agent" : null, new HarnessCatalog().Detect(probe).Parser?.Harness);
        if (isHermes)
            Assert.Equal(holdsRows, new HermesParser().HoldsRows(probe));
    }

    [Fact]
    public void A_row_longer_than_what_detection_sees_is_still_told()
    {
        var row = Row("", ("system", HermesLines.System + new string('x', 2 * HarnessProbe.HeaderLength)), ("human", "Hi"), ("gpt", HermesLines.Call("terminal", "{}")));
        var whole = Encoding.UTF8.GetBytes(row[..^1] + ",\"completed\":true,\"partial\":false}");
        var probe = new HarnessProbe(whole.AsSpan(0, HarnessProbe.HeaderLength), isWhole: false, "x");
        Assert.True(new HermesParser().CanRead(probe));
        Assert.True(new HermesParser().HoldsRows(probe));
    }
}
