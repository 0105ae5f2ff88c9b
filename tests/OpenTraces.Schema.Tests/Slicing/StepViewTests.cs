using Xunit;

namespace OpenTraces.Schema.Tests.Slicing;

public sealed class StepViewTests
{
    [Theory]
    [InlineData("Edit", """{"file_path":"/r/a.cs","old_string":"x"}""", "/r/a.cs")]
    [InlineData("Write", """{"path":"a.cs"}""", "a.cs")]
    [InlineData("MultiEdit", """{"filename":"a.cs"}""", "a.cs")]
    [InlineData("NotebookEdit", """{"notebook_path":"n.ipynb"}""", "n.ipynb")]
    [InlineData("edit", """{"path":"p.cs"}""", "p.cs")]
    [InlineData("write", """{"path":"p.cs"}""", "p.cs")]
    [InlineData("str_replace_editor", """{"command":"create","path":"p.cs"}""", "p.cs")]
    [InlineData("Edit", """{"file_path":"","path":"b.cs"}""", "b.cs")]
    [InlineData("Edit", """{"file_path":7}""", "")]
    [InlineData("exec", """{"raw":"tools.apply_patch(`*** Begin Patch\n*** Update File: ${f}\n`)"}""", "")]
    [InlineData("apply_patch", """{"path":"named.cs","patch":"*** Begin Patch\n*** Update File: other.cs\n"}""", "named.cs")]
    [InlineData("apply_patch", """{}""", "")]
    public void An_edit_tool_counts_as_an_edit_of_the_file_it_names(string tool, string input, string files)
    {
        var view = StepView.Of(Step(tool, input));
        Assert.True(view.HasEdit);
        Assert.Equal(files, string.Join(";", view.EditedFiles));
    }

    [Theory]
    [InlineData("patch")]
    [InlineData("input")]
    [InlineData("raw")]
    public void An_apply_patch_names_its_files_in_its_text(string member)
    {
        const string Text = "*** Begin Patch\\n*** Update File: a.cs\\n*** Move to: b c.cs\\n@@\\n-x\\n+*** Add File: no.cs\\n"
            + "*** Add File: d.cs\\r\\n+y\\n*** Delete File: e.cs\\n*** Update File: a.cs\\n*** Add File: \\n*** End Patch";
        var view = StepView.Of(Step("apply_patch", $$"""{"{{member}}":"{{Text}}"}"""));
        Assert.Equal(["a.cs", "b c.cs", "d.cs", "e.cs"], view.EditedFiles);
    }

    [Theory]
    [InlineData("Read", """{"file_path":"a.cs"}""")]
    [InlineData("EDIT", """{"file_path":"a.cs"}""")]
    [InlineData("exec", """{"raw":"ls"}""")]
    [InlineData("Bash", """{"command":"echo '*** Begin Patch'"}""")]
    [InlineData("str_replace_editor", """{"command":"view","path":"p.cs"}""")]
    public void Other_calls_are_no_edits(string tool, string input)
    {
        var view = StepView.Of(Step(tool, input));
        Assert.False(view.HasEdit);
        Assert.Empty(view.EditedFiles);
    }

    [Fact]
    public void Observations_give_their_content_or_else_their_summary()
    {
        var view = StepView.Of(new Step
        {
            StepIndex = 3,
            Role = StepRole.Agent,
            ToolCalls = [new ToolCall { ToolCallId = "1", ToolName = "B" }, new ToolCall { ToolCallId = "2", ToolName = "A" }],
            Observations =
            [
                new Observation { SourceCallId = "1", Content = "one", OutputSummary = "no" },
                new Observation { SourceCallId = "2", OutputSummary = "two", Error = "" },
                new Observation { SourceCallId = "3" },
            ],
        });
        Assert.Equal("one\ntwo\n", view.ObservationText);
        Assert.False(view.HasError);
        Assert.Equal("", view.Text);
        Assert.Equal(3, view.StepIndex);
        Assert.Equal(["B", "A"], view.ToolNames);
    }

    [Fact]
    public void An_error_on_any_observation_is_seen() =>
        Assert.True(StepView.Of(new Step
        {
            StepIndex = 1,
            Role = StepRole.Agent,
            Observations = [new Observation { SourceCallId = "1" }, new Observation { SourceCallId = "2", Error = "no_result" }],
        }).HasError);

    private static Step Step(string tool, string input) => new()
    {
        StepIndex = 1,
        Role = StepRole.Agent,
        ToolCalls = [new ToolCall { ToolCallId = "c", ToolName = tool, Input = RawJson.Parse(input) }],
    };
}
