using System.Globalization;
using System.Text;

namespace OpenTraces.SideBySide.Parsing;

/// <summary>
/// Writes a session of any size in a harness's own format: turns of twenty calls whose outputs, 2 to 20 KiB each, are nine
/// tenths of the bytes. The same size and seed give the same file, another seed another session.
/// </summary>
internal sealed class GeneratedSession(string harness, Stream output, int seed)
{
    private const int CallsPerTurn = 20;
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero);

    private readonly GeneratedText _text = new(seed);
    private readonly string _session = string.Create(CultureInfo.InvariantCulture, $"0199a213-81c0-7800-8aa1-{seed:x12}");
    private int _seconds;
    private int _call;
    private string _last = "null";

    public void Write(long bytes)
    {
        switch (harness)
        {
            case "claude-code":
                break;
            case "codex-cli":
                Line($$$"""{"timestamp":"{{{Now()}}}","type":"session_meta","payload":{"id":"{{{_session}}}","timestamp":"{{{Now()}}}","cwd":"/home/me/project","originator":"codex_cli_rs","cli_version":"0.120.0","source":"cli"}}""");
                break;
            case "pi":
                Line($$$"""{"type":"session","version":3,"id":"{{{_session}}}","timestamp":"{{{Now()}}}","cwd":"/home/me/project"}""");
                break;
            default:
                throw new ArgumentException($"There is no generator for '{harness}': claude-code, codex-cli or pi.");
        }

        while (output.Position < bytes)
        {
            Prompt();
            for (var i = 0; i < CallsPerTurn && output.Position < bytes; i++)
                Call();
            EndTurn();
        }
    }

    private void Prompt()
    {
        switch (harness)
        {
            case "claude-code":
                Open($$$"""{"parentUuid":{{{_last}}},"isSidechain":false,"userType":"external","cwd":"/home/me/project","sessionId":"{{{_session}}}","version":"2.1.60","gitBranch":"main","type":"user","message":{"role":"user","content":" """);
                Text(400);
                Line($$$"""."},"uuid":{{{NewId()}}},"timestamp":"{{{Now()}}}"}""");
                break;
            case "codex-cli":
                Line($$$"""{"timestamp":"{{{Now()}}}","type":"event_msg","payload":{"type":"task_started","turn_id":"{{{_session}}}"}}""");
                Open($$$"""{"timestamp":"{{{Now()}}}","type":"response_item","payload":{"type":"message","role":"user","content":[{"type":"input_text","text":"Task {{{_call}}}: """);
                Text(400);
                Line("""."}]}}""");
                break;
            default:
                Open($$$"""{"type":"message","id":{{{NewId(out var parent)}}},"parentId":{{{parent}}},"timestamp":"{{{Now()}}}","message":{"role":"user","content":[{"type":"text","text":" """);
                Text(400);
                Line("""."}]}}""");
                break;
        }
    }

    private void Call()
    {
        var call = string.Create(CultureInfo.InvariantCulture, $"call_{++_call:D8}");
        var bytes = _text.Next(2, 20) * 1024;
        switch (harness)
        {
            case "claude-code":
                Open($$$"""{"parentUuid":{{{_last}}},"isSidechain":false,"userType":"external","cwd":"/home/me/project","sessionId":"{{{_session}}}","version":"2.1.60","gitBranch":"main","message":{"model":"claude-opus-4-6","id":"msg_{{{call}}}","type":"message","role":"assistant","content":[{"type":"tool_use","id":"{{{call}}}","name":"Bash","input":{"command":"make test","description":" """);
                Text(500);
                Line($$$"""."}}],"stop_reason":"tool_use","usage":{"input_tokens":3,"cache_creation_input_tokens":120,"cache_read_input_tokens":40000,"output_tokens":200}},"requestId":"req_{{{call}}}","type":"assistant","uuid":{{{NewId()}}},"timestamp":"{{{Now()}}}"}""");
                Open($$$"""{"parentUuid":{{{_last}}},"isSidechain":false,"userType":"external","cwd":"/home/me/project","sessionId":"{{{_session}}}","version":"2.1.60","gitBranch":"main","type":"user","message":{"role":"user","content":[{"tool_use_id":"{{{call}}}","type":"tool_result","content":" """);
                Text(bytes);
                Line($$$""".","is_error":false}]},"uuid":{{{NewId()}}},"timestamp":"{{{Now()}}}"}""");
                break;
            case "codex-cli":
                Open($$$"""{"timestamp":"{{{Now()}}}","type":"response_item","payload":{"type":"function_call","name":"exec_command","arguments":"{\"cmd\":\"make test\"}","call_id":"{{{call}}}"}}""");
                Line("");
                Open($$$"""{"timestamp":"{{{Now()}}}","type":"response_item","payload":{"type":"reasoning","summary":[{"type":"summary_text","text":" """);
                Text(500);
                Line(""" "}],"encrypted_content":null}}""");
                Open($$$"""{"timestamp":"{{{Now()}}}","type":"response_item","payload":{"type":"function_call_output","call_id":"{{{call}}}","output":"Chunk ID: a1\nWall time: 0.2 seconds\nProcess exited with code 0\nOutput:\n""");
                Text(bytes);
                Line(""" "}}""");
                Open($$$"""{"timestamp":"{{{Now()}}}","type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":{{{_call * 4000L}}},"cached_input_tokens":{{{_call * 3800L}}},"output_tokens":{{{_call * 200L}}},"reasoning_output_tokens":0,"total_tokens":{{{_call * 4200L}}}""");
                Line("}}}}");
                break;
            default:
                Open($$$"""{"type":"message","id":{{{NewId(out var parent)}}},"parentId":{{{parent}}},"timestamp":"{{{Now()}}}","message":{"role":"assistant","content":[{"type":"thinking","thinking":" """);
                Text(500);
                Line($$$"""."},{"type":"toolCall","id":"{{{call}}}","name":"bash","arguments":{"command":"make test"}}],"provider":"anthropic","model":"claude-opus-4-6","usage":{"input":3,"output":200,"cacheRead":40000,"cacheWrite":120,"totalTokens":40323},"stopReason":"toolUse"}}""");
                Open($$$"""{"type":"message","id":{{{NewId(out parent)}}},"parentId":{{{parent}}},"timestamp":"{{{Now()}}}","message":{"role":"toolResult","toolCallId":"{{{call}}}","toolName":"bash","content":[{"type":"text","text":" """);
                Text(bytes);
                Line("""."}],"isError":false}}""");
                break;
        }
    }

    private void EndTurn()
    {
        if (harness == "codex-cli")
            Line($$$"""{"timestamp":"{{{Now()}}}","type":"event_msg","payload":{"type":"task_complete","turn_id":"{{{_session}}}"}}""");
    }

    private string Now() =>
        Start.AddSeconds(++_seconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private string NewId() => NewId(out _);

    /// <summary>An id in quotes, and the one before it.</summary>
    private string NewId(out string parent)
    {
        parent = _last;
        return _last = string.Create(CultureInfo.InvariantCulture, $"\"{_seconds:x8}-{_call:x4}\"");
    }

    private void Open(string json) => output.Write(Encoding.UTF8.GetBytes(json));

    private void Text(int bytes) => _text.Write(output, bytes);

    private void Line(string json)
    {
        Open(json);
        output.WriteByte((byte)'\n');
    }
}
