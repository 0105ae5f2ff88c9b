using OpenTraces.Capture.Harnesses.ClaudeCode;
using OpenTraces.Conformance;

namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode;

public class ClaudeCodeParserConformance : HarnessParserConformance
{
    protected override string Sample { get; } = Build();

    protected override IHarnessParser Create() => new ClaudeCodeParser();

    private static string Build()
    {
        var lines = new ClaudeLines();
        string[] session =
        [
            lines.User("make it work"),
            """{"type":"file-history-snapshot","messageId":"line-1","snapshot":{"trackedFileBackups":{"a.cs":null}}}""",
            lines.Assistant("m1", ClaudeLines.Thinking("hm", "sig"), ClaudeLines.Usage(4, 1, 9, 9), stop: null),
            lines.Assistant("m1", ClaudeLines.Text("I look first."), ClaudeLines.Usage(4, 2, 9, 9), stop: null),
            lines.Assistant("m1", ClaudeLines.Call("c1", "Read", """{"file_path":"/home/dev/app/a.cs"}"""), ClaudeLines.Usage(4, 80, 9, 9)),
            lines.Result("c1", "     1→class A;", "\"toolUseResult\":{\"type\":\"text\",\"file\":{\"filePath\":\"/home/dev/app/a.cs\",\"content\":\"class A;\",\"numLines\":1,\"startLine\":1}}"),
            lines.Assistant("m2", ClaudeLines.Call("c2", "Edit", """{"file_path":"/home/dev/app/a.cs","old_string":"class A;","new_string":"class B;"}""")
                + "," + ClaudeLines.Call("t1", "Task", """{"subagent_type":"Explore","prompt":"look"}"""), ClaudeLines.Usage(5, 60)),
            lines.Result("c2", "done", "\"toolUseResult\":{\"filePath\":\"/home/dev/app/a.cs\",\"oldString\":\"class A;\",\"newString\":\"class B;\",\"originalFile\":\"class A;\\n\",\"structuredPatch\":[{\"oldStart\":1,\"oldLines\":1,\"newStart\":1,\"newLines\":1,\"lines\":[\"-class A;\",\"+class B;\"]}]}"),
            lines.Line("progress", """ "parentToolUseID":"t1","data":{"type":"agent_progress","agentId":"a1","message":{"type":"assistant","uuid":"s-1","timestamp":"2026-05-01T10:00:30.000Z","message":{"id":"s1","role":"assistant","content":[{"type":"tool_use","id":"sc1","name":"Grep","input":{"pattern":"x"}}],"usage":{"input_tokens":2,"output_tokens":20}}}} """),
            lines.Line("progress", """ "parentToolUseID":"t1","data":{"type":"agent_progress","agentId":"a1","message":{"type":"user","uuid":"s-2","timestamp":"2026-05-01T10:00:31.000Z","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"sc1","content":"none"}]}}} """),
            lines.Line("progress", """ "parentToolUseID":"t1","data":{"type":"hook_progress","hookEvent":"PostToolUse","hookName":"h"} """),
            lines.Result("t1", "nothing there", "\"toolUseResult\":{\"status\":\"completed\",\"agentId\":\"a1\",\"totalDurationMs\":900}"),
            lines.Line("system", "\"subtype\":\"compact_boundary\",\"compactMetadata\":{\"trigger\":\"auto\",\"preTokens\":100}"),
            lines.User("This session is being continued from a previous conversation.", "\"isCompactSummary\":true"),
            lines.UserBlocks("""{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAEC"}},""" + ClaudeLines.Text("and this?")),
            """{"type":"permission-mode","permissionMode":"plan","sessionId":"session-1"}""",
            lines.Line("attachment", "\"attachment\":{\"type\":\"queued_command\",\"prompt\":\"also the docs\",\"commandMode\":\"prompt\"}"),
            lines.Assistant("m3", ClaudeLines.Text("Done.") + "," + ClaudeLines.Call("c3", "Write", """{"file_path":"b.md","content":"# B\n"}"""), ClaudeLines.Usage(6, 70)),
            lines.Result("c3", "created", "\"toolUseResult\":{\"type\":\"create\",\"filePath\":\"b.md\",\"content\":\"# B\\n\",\"structuredPatch\":[]}"),
            """{"type":"summary","summary":"Made it work","leafUuid":"line-9"}""",
        ];
        return string.Join('\n', session) + "\n";
    }
}
