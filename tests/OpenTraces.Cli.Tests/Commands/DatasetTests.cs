using Xunit;

namespace OpenTraces.Cli.Tests.Commands;

public sealed class DatasetTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_dataset_is_made_run_reviewed_and_run_again_without_new_rows()
    {
        await _cli.RunAsync("capture", "import", _cli.Folder.Write("work/rollout-a.jsonl", CodexText.Session()));
        Assert.Equal(0, (await _cli.RunAsync("dataset", "new", "asks")).Code);
        var dry = (await _cli.RunAsync("dataset", "run", "asks", "--dry-run", "--json")).Json();
        Assert.Equal(1, dry.GetProperty("would_append_count").GetInt32());
        Assert.Equal(1, (await _cli.RunAsync("dataset", "run", "asks", "--json")).Json().GetProperty("appended_count").GetInt32());
        var again = (await _cli.RunAsync("dataset", "run", "asks", "--json")).Json();
        Assert.Equal(0, again.GetProperty("appended_count").GetInt32());
        Assert.Equal(1, again.GetProperty("duplicate_count").GetInt32());

        var row = (await _cli.RunAsync("dataset", "review", "asks", "--json")).Json().GetProperty("rows")[0];
        Assert.Equal("needs_review", row.GetProperty("status").GetString());
        Assert.Contains("apples", row.GetProperty("data").GetProperty("ask").GetString(), StringComparison.Ordinal);
        var id = row.GetProperty("row_id").GetString()!;
        Assert.Equal(0, (await _cli.RunAsync("dataset", "review", "approve", "asks", id)).Code);
        var counts = (await _cli.RunAsync("dataset", "review", "asks", "--json")).Json().GetProperty("counts");
        Assert.Equal(1, counts.GetProperty("publishable").GetInt32());
        Assert.Equal(0, (await _cli.RunAsync("dataset", "review", "reset", "asks", "--all")).Code);
        Assert.Equal(0, (await _cli.RunAsync("dataset", "review", "reject", "asks", id)).Code);
        var list = (await _cli.RunAsync("dataset", "list", "--json")).Json();
        Assert.Equal(1, list.GetProperty("datasets")[0].GetProperty("row_count").GetInt32());
    }

    [Theory]
    [InlineData(6, "dataset", "run", "nothing")]
    [InlineData(6, "dataset", "review", "nothing")]
    [InlineData(2, "dataset", "new", "../escape")]
    [InlineData(2, "dataset", "new", "asks", "--workflow", "no-such-workflow")]
    [InlineData(6, "dataset", "new", "asks", "--schema", "no-such-file.json")]
    [InlineData(2, "dataset", "review")]
    [InlineData(2, "dataset", "review", "approve", "asks")]
    public async Task Bad_input_is_one_line_and_its_exit_code(int code, params string[] args)
    {
        await _cli.RunAsync("capture", "import", _cli.Folder.Write("work/rollout-a.jsonl", CodexText.Session()));
        var result = await _cli.RunAsync(args);
        Assert.Equal(code, result.Code);
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(result.Bytes);
    }
}
