namespace OpenTraces.Cli.Tests;

/// <summary>A small Codex session, whole.</summary>
internal static class CodexText
{
    public static string Session(string id = "019aaaaa-0000-7000-8000-000000000001", string cwd = "/home/sam/shop") => string.Join('\n',
        $$$"""{"timestamp":"2026-01-01T00:00:00.000Z","type":"session_meta","payload":{"id":"{{{id}}}","timestamp":"2026-01-01T00:00:00.000Z","cwd":"{{{cwd}}}","originator":"codex_cli_rs","cli_version":"0.139.0","source":"cli","model_provider":"openai"}}""",
        $$$"""{"timestamp":"2026-01-01T00:00:01.000Z","type":"turn_context","payload":{"cwd":"{{{cwd}}}","model":"gpt-5.2-codex","approval_policy":"never"}}""",
        """{"timestamp":"2026-01-01T00:00:02.000Z","type":"response_item","payload":{"type":"message","role":"user","content":[{"type":"input_text","text":"Count the apples in the basket."}]}}""",
        """{"timestamp":"2026-01-01T00:00:02.000Z","type":"event_msg","payload":{"type":"user_message","message":"Count the apples in the basket."}}""",
        """{"timestamp":"2026-01-01T00:00:03.000Z","type":"response_item","payload":{"type":"function_call","name":"exec_command","arguments":"{\"cmd\":\"ls basket\"}","call_id":"call_1"}}""",
        """{"timestamp":"2026-01-01T00:00:04.000Z","type":"response_item","payload":{"type":"function_call_output","call_id":"call_1","output":"Chunk ID: 1\nWall time: 0.1 seconds\nProcess exited with code 0\nOutput:\na1 a2 a3\n"}}""",
        """{"timestamp":"2026-01-01T00:00:05.000Z","type":"response_item","payload":{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Three."}]}}""",
        """{"timestamp":"2026-01-01T00:00:05.000Z","type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":100,"cached_input_tokens":40,"output_tokens":20,"reasoning_output_tokens":0,"total_tokens":120},"last_token_usage":{"input_tokens":100,"cached_input_tokens":40,"output_tokens":20,"reasoning_output_tokens":0,"total_tokens":120}}}}""") + "\n";
}
