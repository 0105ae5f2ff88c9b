using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode;

public class ClaudeEditTests
{
    private readonly ClaudeLines _lines = new();

    private Task<ClaudeRun> RunAsync(string tool, string input, string? toolUseResult, bool? isError = null) => ClaudeRun.OfLinesAsync(
        _lines.User("go"),
        _lines.Assistant("m1", ClaudeLines.Call("c1", tool, input)),
        _lines.Result("c1", "ok", toolUseResult is null ? "" : "\"toolUseResult\":" + toolUseResult, isError));

    private static string Show(PatchDraft p) =>
        $"{p.Kind} {p.OldStart}-[{string.Join('|', p.Removed)}] {p.NewStart}+[{string.Join('|', p.Added)}] {string.Join(',', p.Limitations)}".Trim();

    [Fact]
    public async Task A_patch_knows_its_call_step_time_and_directory()
    {
        var run = await RunAsync("Edit", """{"file_path":"a.cs","old_string":"x","new_string":"y"}""",
            """{"filePath":"/home/dev/app/a.cs","oldString":"x","newString":"y","originalFile":"1\nx\n"}""");
        var patch = Assert.Single(run.Sink.Patches);
        Assert.Equal("Modify 2-[x] 2+[y]", Show(patch));
        Assert.Equal(("/home/dev/app/a.cs", "c1", 2, "/home/dev/app", "2026-05-01T10:00:02.000Z", "transcript"),
            (patch.FilePath, patch.ToolCallId, patch.StepIndex, patch.WorkingDirectory, patch.Timestamp, patch.CaptureMethod));
    }

    [Fact]
    public async Task Hunks_of_the_tool_are_split_at_their_context_when_the_file_is_not_known()
    {
        var run = await RunAsync("Edit", """{"file_path":"a","old_string":"b\nx\nd","new_string":"B\nx\nD"}""",
            """{"filePath":"a","oldString":"b\nx\nd","newString":"B\nx\nD","originalFile":null,"structuredPatch":[{"oldStart":9,"oldLines":5,"newStart":9,"newLines":5,"lines":[" a","-b","+B"," x","-d","+D"," e","\\ No newline at end of file"]}]}""");
        Assert.Equal(["Modify 10-[b] 10+[B]", "Modify 12-[d] 12+[D]"], run.Sink.Patches.Select(Show));
    }

    [Fact]
    public async Task Tabs_that_the_tool_shows_as_spaces_are_tabs_again()
    {
        var run = await RunAsync("Edit", """{"file_path":"a.go","old_string":"\tx()","new_string":"\tx()\n\t\ty()\n  z()"}""",
            """{"filePath":"a.go","oldString":"\tx()","newString":"\tx(1)\n\t\ty()\n  z()","originalFile":null,"structuredPatch":[{"oldStart":3,"oldLines":1,"newStart":3,"newLines":3,"lines":["-  x()","+  x(1)","+    y()","+  z()"]}]}""");
        Assert.Equal("Modify 3-[\tx()] 3+[\tx(1)|\t\ty()|  z()]", Show(Assert.Single(run.Sink.Patches)));
    }

    [Fact]
    public async Task An_indented_line_that_no_text_holds_is_said_to_be_uncertain()
    {
        var run = await RunAsync("Edit", """{"file_path":"a.go","old_string":"x","new_string":"y"}""",
            """{"filePath":"a.go","oldString":"x","newString":"y","originalFile":null,"structuredPatch":[{"oldStart":3,"oldLines":1,"newStart":3,"newLines":1,"lines":["-  call(x)","+  call(y)"]}]}""");
        Assert.Equal("Modify 3-[  call(x)] 3+[  call(y)] indentation_uncertain", Show(Assert.Single(run.Sink.Patches)));
    }

    [Fact]
    public async Task Lines_indented_both_ways_are_uncertain()
    {
        var run = await RunAsync("Edit", """{"file_path":"a","old_string":"o","new_string":"\tx\n  x"}""",
            """{"filePath":"a","oldString":"o","newString":"\tx\n  x","structuredPatch":[{"oldStart":1,"oldLines":1,"newStart":1,"newLines":2,"lines":["-o","+  x","+  x"]}]}""");
        Assert.Equal("Modify 1-[o] 1+[  x|  x] indentation_uncertain", Show(Assert.Single(run.Sink.Patches)));
    }

    [Fact]
    public async Task Without_an_account_of_the_tool_the_arguments_speak_and_the_place_is_not_known()
    {
        var run = await RunAsync("Edit", """{"file_path":"a","old_string":"k\nx","new_string":"k\ny\nz"}""", null);
        Assert.Equal("Modify -[x] +[y|z] position_unknown", Show(Assert.Single(run.Sink.Patches)));
    }

    [Fact]
    public async Task Replacing_all_without_the_file_says_that_there_may_be_more()
    {
        var run = await RunAsync("Edit", """{"file_path":"a","old_string":"x","new_string":"y","replace_all":true}""", null);
        Assert.Equal("Modify -[x] +[y] position_unknown,replace_all", Show(Assert.Single(run.Sink.Patches)));
    }

    [Fact]
    public async Task Replacing_all_with_the_file_gives_every_place()
    {
        var run = await RunAsync("Edit", """{"file_path":"a","old_string":"x","new_string":"y","replace_all":true}""",
            """{"filePath":"a","oldString":"x","newString":"y","originalFile":"x\nk\nx\n","replaceAll":true}""");
        Assert.Equal(["Modify 1-[x] 1+[y]", "Modify 3-[x] 3+[y]"], run.Sink.Patches.Select(Show));
    }

    [Fact]
    public async Task Several_edits_are_applied_one_after_the_other()
    {
        var run = await RunAsync("MultiEdit", """{"file_path":"a","edits":[{"old_string":"x","new_string":"y"},{"old_string":"y","new_string":"z"},{"old_string":7}]}""",
            """{"filePath":"a","edits":[{"old_string":"x","new_string":"y"},{"old_string":"y","new_string":"z"}],"originalFileContents":"a\nx"}""");
        Assert.Equal("Modify 2-[x] 2+[z]", Show(Assert.Single(run.Sink.Patches)));
    }

    [Fact]
    public async Task A_file_written_new_is_whole()
    {
        var run = await RunAsync("Write", """{"file_path":"a","content":"1\n2\n"}""", """{"type":"create","filePath":"/x/a","content":"1\n2\n","structuredPatch":[]}""");
        Assert.Equal("Add 1-[] 1+[1|2]", Show(Assert.Single(run.Sink.Patches)));
        Assert.Equal("/x/a", run.Sink.Patches[0].FilePath);
    }

    [Fact]
    public async Task A_new_file_made_by_an_edit_is_whole()
    {
        var run = await RunAsync("Edit", """{"file_path":"a","old_string":"","new_string":"1\n2"}""",
            """{"filePath":"a","oldString":"","newString":"1\n2","originalFile":"","structuredPatch":[{"oldStart":0,"oldLines":0,"newStart":1,"newLines":2,"lines":["+1","+2"]}]}""");
        Assert.Equal("Add 1-[] 1+[1|2]", Show(Assert.Single(run.Sink.Patches)));
    }

    [Fact]
    public async Task A_file_written_over_is_compared_with_what_it_held()
    {
        var run = await RunAsync("Write", """{"file_path":"a","content":"1\nZ\n3"}""", """{"type":"update","filePath":"a","content":"1\nZ\n3","originalFile":"1\n2\n3"}""");
        Assert.Equal("Modify 2-[2] 2+[Z]", Show(Assert.Single(run.Sink.Patches)));
    }

    [Fact]
    public async Task A_file_written_over_without_knowing_what_it_held_says_so()
    {
        var run = await RunAsync("Write", """{"file_path":"a","content":"1"}""", """{"type":"update","filePath":"a","content":"1","structuredPatch":[]}""");
        Assert.Equal("Add 1-[] 1+[1] original_unknown", Show(Assert.Single(run.Sink.Patches)));
    }

    [Fact]
    public async Task A_change_a_person_adjusted_says_so()
    {
        var run = await RunAsync("Edit", """{"file_path":"a","old_string":"x","new_string":"y"}""",
            """{"filePath":"a","oldString":"x","newString":"y","originalFile":"x","userModified":true}""");
        Assert.Equal("Modify 1-[x] 1+[y] user_modified", Show(Assert.Single(run.Sink.Patches)));
    }

    [Theory]
    [InlineData("""{"notebook_path":"a.ipynb","new_source":"print(1)"}""", "Modify -[] +[print(1)] notebook_cell,position_unknown,original_unknown")]
    [InlineData("""{"notebook_path":"a.ipynb","edit_mode":"delete"}""", "Modify -[] +[] notebook_cell,content_unknown")]
    public async Task A_cell_of_a_notebook_is_what_is_known_of_it(string input, string expected)
    {
        var run = await RunAsync("NotebookEdit", input, """{"cell_type":"code","error":""}""");
        Assert.Equal(expected, Show(Assert.Single(run.Sink.Patches)));
    }

    [Theory]
    [InlineData("""{"file_path":"a","old_string":"x","new_string":"y"}""", null, true)]
    [InlineData("""{"file_path":"a","old_string":"x","new_string":"y"}""", """{"interrupted":true}""", null)]
    [InlineData("""{"old_string":"x","new_string":"y"}""", null, null)]
    [InlineData("""{"file_path":7,"old_string":"x","new_string":"y"}""", null, null)]
    [InlineData("""{"file_path":"a","old_string":"x","new_string":{}}""", null, null)]
    [InlineData("""{"file_path":"a","old_string":"x","new_string":"x"}""", null, null)]
    public async Task A_call_that_failed_or_changed_nothing_is_no_patch(string input, string? toolUseResult, bool? isError)
    {
        var run = await RunAsync("Edit", input, toolUseResult, isError);
        Assert.Empty(run.Sink.Patches);
        Assert.Equal(2, run.Steps.Count);
    }

    [Fact]
    public async Task An_answer_that_comes_twice_makes_its_patch_once()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant("m1", ClaudeLines.Call("c1", "Write", """{"file_path":"a","content":"1"}""")),
            _lines.Result("c1", "ok"), _lines.Result("c1", "ok again"));
        Assert.Single(run.Sink.Patches);
        Assert.Equal("ok", run.Only.Observations[0].Content);
        Assert.Single(run.Only.Snippets);
    }
}
