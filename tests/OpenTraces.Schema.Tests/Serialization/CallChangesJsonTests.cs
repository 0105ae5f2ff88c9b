using System.Text;
using Xunit;

namespace OpenTraces.Schema.Tests.Serialization;

public sealed class CallChangesJsonTests
{
    private const string Full =
        """{"agent":"claude-code","session_id":"s","tool_call_id":"c1","commit":"aa","tree":"bb","patches":[{"file_path":"a.cs","old_path":null,"kind":"modify","tool_call_id":"c1","step_index":0,"working_directory":"/home/me/app","timestamp":"2026-05-01T10:00:00.000Z","old_start":1,"new_start":1,"removed":["one"],"added":["two ☃"],"capture_method":"snapshot","limitations":[]}],"limitations":["large_files_left_out:2"]}""";

    [Fact]
    public void What_a_call_did_is_read_and_written_in_one_way()
    {
        var changes = TraceJson.ParseChanges(Encoding.UTF8.GetBytes(Full));
        Assert.Equal(Full, Json.Write(changes, TraceJson.WriteChanges));
        Assert.Equal(("claude-code", "s", "c1", "aa", "bb"), (changes.Agent, changes.SessionId, changes.ToolCallId, changes.Commit, changes.Tree));
        Assert.Equal(("snapshot", "two ☃"), (changes.Patches[0].CaptureMethod, changes.Patches[0].Added[0]));
    }

    [Fact]
    public void Members_of_a_later_version_are_passed_over_and_what_is_missing_is_named()
    {
        var changes = TraceJson.ParseChanges("""{"later":{"a":[1]},"agent":"a","session_id":"s","tool_call_id":"c","patches":null}"""u8);
        Assert.Empty(changes.Patches);
        Assert.Equal("$.tool_call_id is missing.",
            Assert.Throws<OpenTracesException>(() => TraceJson.ParseChanges("""{"agent":"a","session_id":"s"}"""u8)).Message);
    }
}
