using System.Security.Cryptography;
using OpenTraces.Schema;
using Xunit;
using static OpenTraces.Capture.Tests.Harnesses.Pi.PiLines;

namespace OpenTraces.Capture.Tests.Harnesses.Pi;

public class PiMessageTests
{
    [Fact]
    public async Task A_prompt_and_its_answer_become_two_steps()
    {
        var run = await PiRun.OfAsync(Header, User("u1", null, "Add a total"),
            Assistant("a1", "u1", """{"type":"thinking","thinking":"hm"},{"type":"text","text":"Done."},{"type":"text","text":"Bye."}""", Usage(10, 5, 100, 7, "0.25")));

        Assert.Equal([StepRole.User, StepRole.Agent], run.Steps.Select(s => s.Role));
        Assert.Equal([1, 2], run.Steps.Select(s => s.StepIndex));
        Assert.Equal("Done.\nBye.", run.Steps[1].Content);
        Assert.Equal("hm", run.Steps[1].ReasoningContent);
        Assert.Equal("anthropic/m-1", run.Steps[1].Model);
        Assert.Equal(new TokenUsage { InputTokens = 10, OutputTokens = 5, CacheReadTokens = 100, CacheWriteTokens = 7 }, run.Steps[1].TokenUsage);
        Assert.Equal(2, run.Count(EntryFate.Mapped));
        Assert.Equal(1, run.Count(EntryFate.Carried));
        Assert.Equal("0.25", Member(run.Metadata, "cost_usd"));
    }

    [Fact]
    public async Task The_header_gives_identity_place_and_origin()
    {
        var run = await PiRun.OfAsync(
            """{"type":"session","version":3,"id":"s-9","timestamp":"2026-03-01T10:00:00.000Z","cwd":"/home/sam/x","parentSession":"/old/one.jsonl","pi_version":"0.31.0"}""",
            User("u1", null, "Hello"));

        Assert.Equal("s-9", run.Header.SessionId);
        Assert.Equal("pi", run.Header.Agent.Name);
        Assert.Equal("0.31.0", run.Header.Agent.Version);
        Assert.Equal("/home/sam/x", run.Header.WorkingDirectory);
        Assert.Equal("linux", run.Header.Environment.Os);
        Assert.Equal("Hello", run.Header.Task.Description);
        Assert.Equal("/old/one.jsonl", run.Metadata.GetString("parent_session"u8));
        Assert.Equal("2026-03-01T10:00:00.000Z", run.Header.TimestampStart);
        Assert.Equal("2026-03-01T10:00:01.000Z", run.Header.TimestampEnd);
    }

    [Fact]
    public async Task A_header_that_comes_late_is_still_the_header()
    {
        var run = await PiRun.OfAsync(User("u1", null, "Hello"), Header);

        Assert.Equal("s-1", run.Header.SessionId);
        Assert.Single(run.Steps);
    }

    [Fact]
    public async Task Without_a_header_the_file_name_is_the_session()
    {
        var run = await PiRun.OfAsync(User("u1", null, "Hello"));

        Assert.Equal("2026-03-01T10-00-00-000Z_abc", run.Header.SessionId);
        Assert.Null(run.Header.WorkingDirectory);
        Assert.Single(run.Steps);
    }

    [Theory]
    [InlineData("1772359201", "2026-03-01T10:00:01.000Z")]
    [InlineData("1772359201250", "2026-03-01T10:00:01.250Z")]
    [InlineData("\"2026-03-01T11:00:01+01:00\"", "2026-03-01T11:00:01+01:00")]
    [InlineData("\"yesterday\"", null)]
    [InlineData("1e300", null)]
    [InlineData("-5", null)]
    public async Task Times_are_text_seconds_or_milliseconds(string written, string? expected)
    {
        var run = await PiRun.OfAsync($$"""{"type":"message","id":"u1","parentId":null,"timestamp":{{written}},"message":{"role":"user","content":"hi"} }""");

        Assert.Equal(expected, run.Steps.Single().Timestamp);
    }

    [Fact]
    public async Task The_time_of_the_message_stands_in_for_that_of_the_entry()
    {
        var run = await PiRun.OfAsync("""{"type":"message","message":{"role":"user","content":"hi","timestamp":1772359201000}}""");

        Assert.Equal("2026-03-01T10:00:01.000Z", run.Steps.Single().Timestamp);
    }

    [Fact]
    public async Task A_picture_becomes_its_kind_size_and_digest()
    {
        byte[] picture = [1, 2, 3, 4, 5];
        var run = await PiRun.OfAsync(Header, Entry("u1", null,
            $$"""{"role":"user","content":[{"type":"text","text":"look"},{"type":"image","data":"{{Convert.ToBase64String(picture)}}","mimeType":"image/png"}]}"""));

        var digest = Convert.ToHexStringLower(SHA256.HashData(picture));
        Assert.Equal($"look\n[image: image/png, 5 bytes, sha256:{digest}]", run.Steps.Single().Content);
    }

    [Fact]
    public async Task Thinking_the_provider_withholds_says_so()
    {
        var run = await PiRun.OfAsync(Header, Assistant("a1", null, """{"type":"thinking","thinking":"","thinkingSignature":"abc"}"""));

        Assert.Equal("[reasoning withheld by the provider]", run.Steps.Single().ReasoningContent);
    }

    [Fact]
    public async Task What_an_extension_puts_in_is_no_turn_of_the_user()
    {
        var run = await PiRun.OfAsync(Header,
            """{"type":"custom_message","id":"c1","parentId":null,"customType":"x","content":"hidden","display":false}""",
            """{"type":"custom_message","id":"c2","parentId":"c1","customType":"x","content":[{"type":"text","text":"shown"}],"display":true}""",
            Entry("c3", "c2", """{"role":"hookMessage","content":"from version 2","display":true}"""),
            User("u1", "c3", "The ask"));

        Assert.Equal([StepRole.System, StepRole.System, StepRole.System, StepRole.User], run.Steps.Select(s => s.Role));
        Assert.Equal(["hidden", "shown", "from version 2", "The ask"], run.Steps.Select(s => s.Content));
        Assert.Equal("The ask", run.Header.Task.Description);
    }

    [Theory]
    [InlineData("""{"role":"user","content":[]}""")]
    [InlineData("""{"role":"user","content":""}""")]
    [InlineData("""{"role":"user"}""")]
    [InlineData("""{"role":"custom","content":"","display":true}""")]
    [InlineData("""{"role":"system","content":""}""")]
    public async Task A_message_without_text_is_no_step(string message)
    {
        var run = await PiRun.OfAsync(Header, Entry("e1", null, message), User("u1", "e1", "go"));

        Assert.Equal(["go"], run.Steps.Select(s => s.Content));
        Assert.Equal(1, run.Steps[0].StepIndex);
        Assert.Equal(1, run.Count(EntryFate.Ignored, "empty_message"));
    }

    [Fact]
    public async Task A_compaction_is_a_system_step_and_an_event()
    {
        var run = await PiRun.OfAsync(Header, User("u1", null, "one"),
            """{"type":"compaction","id":"k1","parentId":"u1","timestamp":"2026-03-01T10:05:00.000Z","summary":"so far","firstKeptEntryId":"u1","tokensBefore":5000,"fromHook":false}""",
            User("u2", "k1", "two"));

        Assert.Equal([StepRole.User, StepRole.System, StepRole.User], run.Steps.Select(s => s.Role));
        Assert.Equal("so far", run.Steps[1].Content);
        Assert.True(run.Header.Metadata.TryGetMember("compaction_events"u8, out var events));
        Assert.Equal("""[{"entry_id":"k1","timestamp":"2026-03-01T10:05:00.000Z","pre_tokens":5000,"first_kept_entry_id":"u1","from_hook":false}]""", events.ToString());
    }

    [Fact]
    public async Task Settings_go_to_the_metadata_as_they_are()
    {
        string[] settings =
        [
            """{"type":"model_change","id":"m1","parentId":null,"provider":"p","modelId":"big"}""",
            """{"type":"thinking_level_change","id":"t1","parentId":"m1","thinkingLevel":"high"}""",
            """{"type":"session_info","id":"i1","parentId":"t1","name":"Totals"}""",
            """{"type":"label","id":"l1","parentId":"i1","targetId":"u1","label":"here"}""",
            """{"type":"custom","id":"x1","parentId":"l1","customType":"todo","data":{"left":[1, 2]}}""",
        ];
        var run = await PiRun.OfAsync([Header, .. settings, User("u1", "x1", "go")]);

        Assert.Equal(6, run.Count(EntryFate.Carried));
        Assert.True(run.Metadata.TryGetMember("entries"u8, out var kept));
        Assert.Equal("[" + string.Join(',', [Header, .. settings]) + "]", kept.ToString());
        Assert.Equal("p/big", run.Header.Agent.Model);
        Assert.Equal("Totals", run.Metadata.GetString("session_name"u8));
    }

    [Fact]
    public async Task The_first_version_has_neither_ids_nor_parents()
    {
        var run = await PiRun.OfAsync(
            """{"type":"session","id":"v1","timestamp":"2025-11-20T10:00:00.000Z","cwd":"/Users/sam/x","provider":"anthropic","modelId":"m-0","thinkingLevel":"off","branchedFrom":"/old.jsonl"}""",
            """{"type":"message","timestamp":"2025-11-20T10:00:01.000Z","message":{"role":"user","content":"hi"}}""",
            """{"type":"compaction","timestamp":"2025-11-20T10:00:02.000Z","summary":"s","firstKeptEntryIndex":1,"tokensBefore":9}""",
            """{"type":"message","timestamp":"2025-11-20T10:00:03.000Z","message":{"role":"assistant","content":[{"type":"text","text":"yes"}]}}""");

        Assert.Equal(["hi", "s", "yes"], run.Steps.Select(s => s.Content));
        Assert.Equal("anthropic/m-0", run.Steps[2].Model);
        Assert.Equal("1", Member(run.Metadata, "format_version"));
        Assert.Equal("/old.jsonl", run.Metadata.GetString("branched_from"u8));
    }

    [Fact]
    public async Task Two_entries_on_one_line_are_two_entries()
    {
        var run = await PiRun.OfAsync(Header, User("u1", null, "one") + User("u2", "u1", "two"));

        Assert.Equal([(1, EntryFate.Carried), (2, EntryFate.Mapped), (2, EntryFate.Mapped)], run.Entries.Select(e => (e.Line, e.Fate)));
    }

    [Fact]
    public async Task What_is_unknown_is_named_and_costs_only_itself()
    {
        var run = await PiRun.OfAsync(Header, User("u1", null, "one"),
            """{"type":"telepathy","id":"x1","parentId":"u1"}""",
            Entry("x2", "x1", """{"role":"oracle","content":"?"}"""),
            """{"type":"message","id":"x3","parentId":"x2"}""",
            """{"type":"message","id":"x4","parentId":"x3","message":{"content":"no role"}}""",
            """{"id":"x5","parentId":"x4"}""",
            "[1,2]", "{broken", "",
            User("u2", "x5", "two"));

        Assert.Equal(["one", "two"], run.Steps.Select(s => s.Content));
        Assert.Equal(["telepathy", "message/oracle"], run.UnknownTypes);
        Assert.Equal(["unknown_type", "unknown_role", "no_message", "no_role", "no_type", "not_an_object", "invalid_json", "blank_line"],
            run.Entries.Where(e => e.Reason is not null).Select(e => e.Reason));
        Assert.Equal(Enumerable.Range(1, 11), run.Entries.Select(e => e.Line));
    }

    [Fact]
    public async Task An_answer_cut_short_says_how_the_session_ended()
    {
        var run = await PiRun.OfAsync(Header, User("u1", null, "go"),
            Entry("a1", "u1", """{"role":"assistant","content":[],"provider":"p","model":"m","stopReason":"error","errorMessage":"overloaded"}"""));

        Assert.Equal("error", run.Header.Outcome.TerminalState);
        Assert.Null(run.Header.Outcome.Success);
        Assert.Equal("""[{"step_index":2,"stop_reason":"error","error_message":"overloaded"}]""", Member(run.Metadata, "stops"));
    }

    [Fact]
    public async Task Usage_that_a_copy_brought_along_is_named_and_left_to_the_session_it_came_from()
    {
        var run = await PiRun.OfAsync(
            """{"type":"session","version":3,"id":"s","timestamp":"2026-03-01T12:00:00.000Z","cwd":"/x","parentSession":"/old.jsonl"}""",
            Assistant("a1", null, """{"type":"text","text":"old"}""", Usage(1, 2, 3, 4, "0.5")),
            """{"type":"message","id":"a2","parentId":"a1","timestamp":"2026-03-01T12:00:01.000Z","message":{"role":"assistant","content":[],"usage":{"input":7,"output":7}}}""");

        Assert.Equal("""{"input_tokens":1,"output_tokens":2,"cache_read_tokens":3,"cache_write_tokens":4,"cost_usd":0.5}""", Member(run.Metadata, "copied_usage"));
        Assert.Equal([0, 7], run.Steps.Select(s => s.TokenUsage.InputTokens));
        Assert.Equal("1", Member(run.Metadata, "copied_entries"));
        Assert.Equal("0", Member(run.Metadata, "cost_usd"));
        Assert.Null(run.Header.TotalUsage);
    }

    private static string? Member(RawJson json, string name) =>
        json.TryGetMember(System.Text.Encoding.UTF8.GetBytes(name), out var value) ? value.ToString() : null;
}
