namespace OpenTraces.Fuzz.Seeds;

/// <summary>One small session of each harness, for where there are no real ones.</summary>
internal static class OwnSessions
{
    public static IReadOnlyList<(string Harness, string Text)> All { get; } =
    [
        ("claude-code",
            """
            {"parentUuid":null,"isSidechain":false,"cwd":"/home/dev/app","sessionId":"s-1","version":"2.1.120","type":"user","uuid":"l1","timestamp":"2026-05-01T10:00:01.000Z","message":{"role":"user","content":"add a test"}}
            {"parentUuid":"l1","isSidechain":false,"cwd":"/home/dev/app","sessionId":"s-1","version":"2.1.120","type":"assistant","uuid":"l2","timestamp":"2026-05-01T10:00:02.000Z","requestId":"r1","message":{"id":"m1","role":"assistant","model":"claude-opus-4-6","content":[{"type":"thinking","thinking":"hm","signature":"x"},{"type":"tool_use","id":"c1","name":"Edit","input":{"file_path":"/home/dev/app/a.cs","old_string":"one\ntwo","new_string":"one\n2"}}],"stop_reason":"tool_use","usage":{"input_tokens":3,"output_tokens":40,"cache_read_input_tokens":7,"cache_creation_input_tokens":5,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":5},"speed":"standard"}}}
            {"parentUuid":"l2","isSidechain":false,"cwd":"/home/dev/app","sessionId":"s-1","version":"2.1.120","type":"user","uuid":"l3","timestamp":"2026-05-01T10:00:03.000Z","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":[{"type":"text","text":"ok"}]}]},"toolUseResult":{"filePath":"/home/dev/app/a.cs","oldString":"one\ntwo","newString":"one\n2","originalFile":"one\ntwo\n","structuredPatch":[{"oldStart":1,"oldLines":2,"newStart":1,"newLines":2,"lines":[" one","-two","+2"]}],"userModified":false,"replaceAll":false}}
            {"type":"system","subtype":"compact_boundary","uuid":"l4","sessionId":"s-1","timestamp":"2026-05-01T10:00:04.000Z","compactMetadata":{"trigger":"auto","preTokens":1000},"content":"Conversation compacted"}
            {"type":"summary","summary":"A test was added","leafUuid":"l3"}
            {"type":"progress","sessionId":"s-1","uuid":"l5","timestamp":"2026-05-01T10:00:05.000Z","version":"2.1.20","parentToolUseID":"c1","data":{"type":"agent_progress","agentId":"a1","message":{"type":"assistant","uuid":"p1","requestId":"r2","timestamp":"2026-05-01T10:00:05.000Z","message":{"id":"m2","role":"assistant","model":"claude-haiku-4-5","content":[{"type":"text","text":"sub"}],"usage":{"input_tokens":1,"output_tokens":1}}}}}
            {"type":"queue-operation","operation":"enqueue","sessionId":"s-1","timestamp":"2026-05-01T10:00:06.000Z","content":"next"}
            {"type":"result","subtype":"success","sessionId":"s-1","total_cost_usd":0.5,"num_turns":2,"duration_ms":900}
            """),
        ("codex-cli",
            """
            {"timestamp":"2026-05-01T10:00:00.000Z","type":"session_meta","payload":{"id":"019a93b9-0000-7000-8000-000000000001","timestamp":"2026-05-01T10:00:00.000Z","cwd":"/home/dev/app","originator":"codex_cli_rs","cli_version":"0.133.0","source":"cli","model_provider":"openai","git":{"commit_hash":"abc","branch":"main"}}}
            {"timestamp":"2026-05-01T10:00:01.000Z","type":"turn_context","payload":{"cwd":"/home/dev/app","approval_policy":"never","model":"gpt-5.4","effort":"low"}}
            {"timestamp":"2026-05-01T10:00:02.000Z","type":"event_msg","payload":{"type":"user_message","message":"add a test"}}
            {"timestamp":"2026-05-01T10:00:02.000Z","type":"response_item","payload":{"type":"message","role":"user","content":[{"type":"input_text","text":"add a test"}]}}
            {"timestamp":"2026-05-01T10:00:03.000Z","type":"response_item","payload":{"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"xx"}}
            {"timestamp":"2026-05-01T10:00:04.000Z","type":"response_item","payload":{"type":"function_call","name":"exec_command","arguments":"{\"cmd\":\"ls\",\"workdir\":\"/home/dev/app\"}","call_id":"c1"}}
            {"timestamp":"2026-05-01T10:00:05.000Z","type":"response_item","payload":{"type":"function_call_output","call_id":"c1","output":"Chunk ID: 1\nWall time: 0.1 seconds\nProcess exited with code 0\nOriginal token count: 1\nOutput:\na.cs"}}
            {"timestamp":"2026-05-01T10:00:06.000Z","type":"response_item","payload":{"type":"custom_tool_call","name":"apply_patch","call_id":"c2","status":"completed","input":"*** Begin Patch\n*** Update File: a.cs\n@@\n one\n-two\n+2\n*** Add File: b.cs\n+new\n*** Delete File: c.cs\n*** End Patch"}}
            {"timestamp":"2026-05-01T10:00:07.000Z","type":"response_item","payload":{"type":"custom_tool_call_output","call_id":"c2","output":"Exit code: 0\nWall time: 0 seconds\nOutput:\nSuccess. Updated the following files:\nM a.cs"}}
            {"timestamp":"2026-05-01T10:00:08.000Z","type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":100,"cached_input_tokens":40,"output_tokens":20,"reasoning_output_tokens":5,"total_tokens":120},"last_token_usage":{"input_tokens":100,"cached_input_tokens":40,"output_tokens":20,"reasoning_output_tokens":5,"total_tokens":120},"model_context_window":1000},"rate_limits":null}}
            {"timestamp":"2026-05-01T10:00:09.000Z","type":"response_item","payload":{"type":"message","role":"assistant","content":[{"type":"output_text","text":"done"}]}}
            {"timestamp":"2026-05-01T10:00:10.000Z","type":"compacted","payload":{"message":"","replacement_history":[{"type":"message","role":"user","content":[{"type":"input_text","text":"add a test"}]}]}}
            """),
        ("pi",
            """
            {"type":"session","version":3,"id":"s-1","timestamp":"2026-05-01T10:00:00.000Z","cwd":"/home/dev/app"}
            {"type":"model_change","id":"e0","parentId":null,"timestamp":"2026-05-01T10:00:00.500Z","provider":"anthropic","modelId":"claude-opus-4-5"}
            {"type":"message","id":"e1","parentId":"e0","timestamp":"2026-05-01T10:00:01.000Z","message":{"role":"user","content":[{"type":"text","text":"add a test"}],"timestamp":1777629601000}}
            {"type":"message","id":"e2","parentId":"e1","timestamp":"2026-05-01T10:00:02.000Z","message":{"role":"assistant","content":[{"type":"thinking","thinking":"hm"},{"type":"toolCall","id":"c1","name":"edit","arguments":{"path":"a.cs","oldText":"two","newText":"2"}}],"api":"anthropic-messages","provider":"anthropic","model":"claude-opus-4-5","usage":{"input":10,"output":5,"cacheRead":100,"cacheWrite":7,"cacheWrite1h":7,"totalTokens":122,"cost":{"input":0.1,"output":0.1,"cacheRead":0,"cacheWrite":0,"total":0.2}},"stopReason":"toolUse","timestamp":1777629602000}}
            {"type":"message","id":"e3","parentId":"e2","timestamp":"2026-05-01T10:00:03.000Z","message":{"role":"toolResult","toolCallId":"c1","toolName":"edit","content":[{"type":"text","text":"ok"}],"details":{"diff":" 1 one\n-2 two\n+2 2"},"isError":false,"timestamp":1777629603000}}
            {"type":"message","id":"e4","parentId":"e1","timestamp":"2026-05-01T10:00:04.000Z","message":{"role":"bashExecution","command":"ls","output":"a.cs","exitCode":0,"timestamp":1777629604000}}
            {"type":"compaction","id":"e5","parentId":"e4","timestamp":"2026-05-01T10:00:05.000Z","summary":"so far","firstKeptEntryId":"e1","tokensBefore":100}
            {"type":"custom","id":"e6","parentId":"e5","timestamp":"2026-05-01T10:00:06.000Z","customType":"x","data":{"a":1}}
            """),
    ];
}
