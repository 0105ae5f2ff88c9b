using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode;

public class ClaudeSnippetTests
{
    private readonly ClaudeLines _lines = new();

    private async Task<IReadOnlyList<Schema.Snippet>> RunAsync(string tool, string input, string output = "a\nb\n", string? toolUseResult = null) =>
        (await ClaudeRun.OfLinesAsync(
            _lines.Assistant("m1", ClaudeLines.Call("c1", tool, input)),
            _lines.Result("c1", output, toolUseResult is null ? "" : "\"toolUseResult\":" + toolUseResult))).Only.Snippets;

    [Theory]
    [InlineData("""{"file_path":"a.tsx"}""", 1, 2)]
    [InlineData("""{"file_path":"a.tsx","offset":5}""", 5, 6)]
    [InlineData("""{"file_path":"a.tsx","offset":"10"}""", 10, 11)]
    [InlineData("""{"file_path":"a.tsx","offset":true}""", null, null)]
    [InlineData("""{"file_path":"a.tsx","offset":0}""", null, null)]
    [InlineData("""{"file_path":"a.tsx","offset":-3}""", null, null)]
    [InlineData("""{"file_path":"a.tsx","offset":1.5}""", null, null)]
    public async Task What_was_read_stands_where_it_was_asked_for(string input, int? start, int? end)
    {
        var snippet = Assert.Single(await RunAsync("Read", input));
        Assert.Equal(("a.tsx", start, end, "typescript", "a\nb\n", 1),
            (snippet.FilePath, snippet.StartLine, snippet.EndLine, snippet.Language!, snippet.Text!, snippet.SourceStep!.Value));
    }

    [Fact]
    public async Task The_tools_own_account_of_what_was_read_goes_first()
    {
        var snippet = Assert.Single(await RunAsync("Read", """{"file_path":"a.h"}""", "     7→x",
            """{"type":"text","file":{"filePath":"a.h","content":"x","numLines":1,"startLine":7,"totalLines":90}}"""));
        Assert.Equal((7, 7, "c", "x"), (snippet.StartLine!.Value, snippet.EndLine!.Value, snippet.Language!, snippet.Text!));
    }

    [Fact]
    public async Task Text_over_five_thousand_units_stands_in_the_call_alone()
    {
        var text = new string('x', 5001);
        var step = (await ClaudeRun.OfLinesAsync(
            _lines.Assistant("m1", ClaudeLines.Call("c1", "Write", $$"""{"file_path":"a","content":"{{text}}"}""")), _lines.Result("c1", "ok"))).Only;
        var snippet = Assert.Single(step.Snippets);
        Assert.Null(snippet.Text);
        Assert.Equal(text, step.ToolCalls[0].Input.GetString("content"u8));
        Assert.Equal((1, 1), (snippet.StartLine!.Value, snippet.EndLine!.Value));
    }

    [Theory]
    [InlineData("Edit", """{"file_path":"a","new_string":7}""")]
    [InlineData("Write", """{"file_path":"a","content":[]}""")]
    [InlineData("Read", """{"file_path":{}}""")]
    [InlineData("Read", """{"file_path":""}""")]
    [InlineData("Bash", """{"file_path":"a"}""")]
    public async Task Arguments_of_another_kind_show_nothing(string tool, string input) => Assert.Empty(await RunAsync(tool, input));

    [Fact]
    public async Task An_edit_shows_what_it_put_in()
    {
        var snippet = Assert.Single(await RunAsync("Edit", """{"file_path":"a.py","old_string":"x","new_string":"y"}"""));
        Assert.Equal((null, null, "y"), (snippet.StartLine, snippet.EndLine, snippet.Text));
    }

    [Fact]
    public async Task A_search_shows_every_file_it_found()
    {
        var files = Enumerable.Range(0, 12).Select(i => $"f{i}.go").ToList();
        var names = string.Join(',', files.Select(f => $"\"{f}\""));
        var shown = await RunAsync("Grep", "{}", "x", $$"""{"mode":"files_with_matches","filenames":[{{names}},7,""]}""");
        Assert.Equal(files, shown.Select(s => s.FilePath));
        Assert.Empty(await RunAsync("Glob", "{}", "x", $$"""{"filenames":[{{names}}]}"""));
    }

    [Fact]
    public async Task A_search_shows_every_line_it_found()
    {
        var found = string.Join("\\n", Enumerable.Range(1, 12).Select(i => $"a.go:{i}:func x{i}() {"{"}"));
        var content = found + "\\nC:\\\\b.go:3:y\\nno match\\n--\\n:4:no path\\nb.go:five:no line\\nC:\\\\b.go\\nd.go:6:";
        var shown = await RunAsync("Grep", "{}", "x", $$"""{"mode":"content","filenames":[],"content":"{{content}}"}""");
        Assert.Equal(
            [.. Enumerable.Range(1, 12).Select(i => ("a.go", i, $"func x{i}() {"{"}")), ("C:\\b.go", 3, "y"), ("d.go", 6, "")],
            shown.Select(s => (s.FilePath, s.StartLine!.Value, s.Text!)));
    }

    [Fact]
    public async Task A_call_that_failed_shows_nothing()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant("m1", ClaudeLines.Call("c1", "Read", """{"file_path":"a"}""")), _lines.Result("c1", "no such file", isError: true));
        Assert.Empty(run.Only.Snippets);
    }
}
