using System.Globalization;
using System.Text.Json;
using OpenTraces.Capture.Harnesses.CodexCli;
using OpenTraces.Conformance;

namespace OpenTraces.Capture.Tests.Harnesses.CodexCli;

/// <summary>Writes rollouts line by line, a second apart.</summary>
internal sealed class CodexCliLines
{
    private readonly List<string> _lines = [];
    private int _second;

    public const string Id = "019f1d64-0000-7000-8000-000000000001";

    public string Text => string.Concat(_lines.Select(l => l + "\n"));

    public static CodexCliLines Started(string more = "") => new CodexCliLines()
        .Add("session_meta", $$"""{"id":"{{Id}}","timestamp":"2026-07-01T11:00:00.000Z","cwd":"/home/me/app","originator":"codex_cli_rs","cli_version":"0.142.4","source":"cli","model_provider":"openai","git":{"branch":"main","commit_hash":"abc","repository_url":"git@github.com:me/app.git"}{{more}}}""")
        .Add("turn_context", """{"turn_id":"019f1d64-c8ed-7000-8000-000000000001","cwd":"/home/me/app","model":"gpt-5.5","approval_policy":"never"}""");

    public CodexCliLines Raw(string line)
    {
        _lines.Add(line);
        return this;
    }

    public CodexCliLines Add(string type, string payload) => Raw(
        $$"""{"timestamp":"{{new DateTime(2026, 7, 1, 11, 0, 0).AddSeconds(_second++).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}}","type":"{{type}}","payload":{{payload}}}""");

    public CodexCliLines Item(string payload) => Add("response_item", payload);

    public CodexCliLines Event(string payload) => Add("event_msg", payload);

    public CodexCliLines Prompt(string text) => UserItem(text).Event($$"""{"type":"user_message","message":{{Quote(text)}},"images":[]}""");

    public CodexCliLines UserItem(params string[] parts) => Item(
        $$"""{"type":"message","role":"user","content":[{{string.Join(',', parts.Select(p => $$"""{"type":"input_text","text":{{Quote(p)}}}"""))}}]}""");

    public CodexCliLines Say(string text) => Event($$"""{"type":"agent_message","message":{{Quote(text)}}}""").SayItem(text);

    public CodexCliLines SayItem(string text) => Item($$"""{"type":"message","role":"assistant","content":[{"type":"output_text","text":{{Quote(text)}}}]}""");

    public CodexCliLines Call(string id, string name, string arguments) =>
        Item($$"""{"type":"function_call","name":"{{name}}","arguments":{{Quote(arguments)}},"call_id":"{{id}}"}""");

    public CodexCliLines Patch(string id, string patch) =>
        Item($$"""{"type":"custom_tool_call","status":"completed","name":"apply_patch","input":{{Quote(patch)}},"call_id":"{{id}}"}""");

    public CodexCliLines Output(string id, string output, string kind = "function_call_output") =>
        Item($$"""{"type":"{{kind}}","call_id":"{{id}}","output":{{Quote(output)}}}""");

    public CodexCliLines Tokens(long input, long cached, long output, long lastInput = 0, long lastCached = 0, long lastOutput = 0)
    {
        var total = $$"""{"input_tokens":{{input}},"cached_input_tokens":{{cached}},"output_tokens":{{output}},"reasoning_output_tokens":1} """;
        var last = $$"""{"input_tokens":{{lastInput}},"cached_input_tokens":{{lastCached}},"output_tokens":{{lastOutput}}} """;
        return Event($$"""{"type":"token_count","info":{"total_token_usage":{{total}},"last_token_usage":{{last}}} }""");
    }

    public Task<RecordedSession> ReadAsync(string fileName = "rollout-x.jsonl") =>
        RecordedSession.ReadAsync(new CodexCliParser(), Text, fileName);

    public static string Quote(string text) => JsonSerializer.Serialize(text);
}
