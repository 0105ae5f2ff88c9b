using OpenTraces.Capture.Harnesses.CodexCli;
using OpenTraces.Conformance;

namespace OpenTraces.Capture.Tests.Harnesses.CodexCli;

public class CodexCliParserConformance : HarnessParserConformance
{
    protected override IHarnessParser Create() => new CodexCliParser();

    protected override string Sample => CodexCliLines.Started()
        .Event("""{"type":"task_started","turn_id":"t1"}""")
        .UserItem("# AGENTS.md instructions for /home/me/app\n\nBe brief.", "<environment_context>\n  <cwd>/home/me/app</cwd>\n  <shell>zsh</shell>\n</environment_context>")
        .Prompt("Rename the greeting")
        .Item("""{"type":"reasoning","summary":[{"type":"summary_text","text":"Look first"}],"encrypted_content":"gAAAA"}""")
        .Say("I will look.")
        .Call("c1", "exec_command", """{"cmd":"cat a.cs","workdir":"/home/me/app"}""")
        .Call("c2", "exec_command", """{"cmd":"ls"}""")
        .Output("c1", "Chunk ID: 0\nWall time: 0.5 seconds\nProcess exited with code 0\nOutput:\nhi\n")
        .Output("c2", "Chunk ID: 1\nWall time: 0.1 seconds\nProcess exited with code 2\nOutput:\nno\n")
        .Tokens(100, 40, 10, 100, 40, 10)
        .Patch("c3", "*** Begin Patch\n*** Update File: a.cs\n@@\n-hi\n+hello\n*** End Patch")
        .Event("""{"type":"patch_apply_end","call_id":"c3","success":true,"changes":{"/home/me/app/a.cs":{"type":"update","unified_diff":"@@ -1 +1 @@\n-hi\n+hello\n","move_path":null}}}""")
        .Output("c3", "Exit code: 0\nWall time: 0 seconds\nOutput:\nSuccess.", "custom_tool_call_output")
        .Tokens(250, 140, 30, 150, 100, 20)
        .Say("Done.")
        .Tokens(400, 240, 35, 150, 100, 5)
        .Event("""{"type":"task_complete","turn_id":"t1","last_agent_message":"Done."}""")
        .Prompt("Thanks")
        .Say("You are welcome.")
        .Text;
}
