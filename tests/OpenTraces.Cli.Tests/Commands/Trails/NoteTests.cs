using OpenTraces.Cli.Sample;
using OpenTraces.Cli.Tests.Sample;
using Xunit;

namespace OpenTraces.Cli.Tests.Commands.Trails;

public sealed class NoteTests(SampleBucket sample) : IClassFixture<SampleBucket>
{
    private string Commit => Git.Run(sample.Cli.WorkingDirectory, "log", "--all", "--format=%H", "-1", "--grep", SampleContents.VoucherSubject).Trim();

    private Task<CliResult> RunAsync(params string[] arguments) => sample.Cli.RunAsync(["trail", "note", .. arguments]);

    [Theory]
    [InlineData("git-ai")]
    [InlineData("agent-trace")]
    public async Task What_is_written_is_read_again_from_a_file(string format)
    {
        var written = await RunAsync("write", Commit, "--format", format);
        Assert.Equal(0, written.Code);
        Assert.Contains(SampleContents.CartPath, written.Text, StringComparison.Ordinal);
        var said = written.Error.TrimEnd().Split('\n', StringSplitOptions.TrimEntries);
        Assert.StartsWith(format + " ", said[0], StringComparison.Ordinal);
        Assert.Contains("How many lines the commit adds is left out: counts follow from the commit and the lines.", said);
        Assert.All(said[1..], l => Assert.EndsWith(".", l, StringComparison.Ordinal));
        Assert.DoesNotContain("_", string.Concat(said), StringComparison.Ordinal);
        Assert.DoesNotContain("[]", string.Concat(said), StringComparison.Ordinal);
        Assert.Equal(written.Bytes, (await RunAsync("write", Commit, "--format", format)).Bytes);

        var file = sample.Cli.Folder["note-" + format];
        var saved = await RunAsync("write", Commit, "--format", format, "--output", file);
        Assert.Equal((0, ""), (saved.Code, saved.Text));
        Assert.Equal(written.Bytes, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));

        var read = (await RunAsync("read", file, "--json")).Json();
        Assert.Equal(("ok", format, Commit), (read.GetProperty("status").GetString(), read.GetProperty("format").GetString(), read.GetProperty("commit").GetString()));
        Assert.Empty(read.GetProperty("warnings").EnumerateArray());
        var lines = read.GetProperty("files").EnumerateArray().First(f => f.GetProperty("path").GetString() == SampleContents.CartPath).GetProperty("lines").EnumerateArray();
        Assert.All(lines, l => Assert.Equal("codex-cli", l.GetProperty("agent").GetString()));
        var shown = await RunAsync("read", file);
        Assert.Contains(SampleContents.CartPath, shown.Text, StringComparison.Ordinal);
        Assert.Contains("codex-cli", shown.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_document_as_json_says_what_was_lost()
    {
        var written = await RunAsync("write", Commit, "--json");
        Assert.Equal((0, ""), (written.Code, written.Error));
        var answer = written.Json();
        Assert.Equal("opentraces.trail.note.v1", answer.GetProperty("schema_version").GetString());
        Assert.Equal((await RunAsync("write", Commit)).Text, answer.GetProperty("document").GetString());
        Assert.Contains(answer.GetProperty("loss").EnumerateArray(), e => e.GetProperty("path").GetString() == "subject" && e.GetProperty("kind").GetString() == "dropped");
    }

    [Fact]
    public async Task A_note_in_the_repository_is_shown_and_writing_puts_none_there()
    {
        var none = await RunAsync("read", Commit);
        Assert.Equal((6, ""), (none.Code, none.Text));
        Assert.Contains("opentraces trail blame commit", none.Error, StringComparison.Ordinal);
        var file = sample.Cli.Folder["note"];
        await RunAsync("write", Commit, "--output", file);
        Assert.Equal("", Git.Run(sample.Cli.WorkingDirectory, "for-each-ref", "refs/notes").Trim());
        Git.Run(sample.Cli.WorkingDirectory, "notes", "--ref=ai", "add", "-f", "-F", file, Commit);
        try
        {
            Assert.Equal((await RunAsync("read", file, "--json")).Text, (await RunAsync("read", Commit, "--json")).Text);
        }
        finally
        {
            Git.Run(sample.Cli.WorkingDirectory, "update-ref", "-d", "refs/notes/ai");
        }
    }

    [Fact]
    public async Task What_may_not_leave_ends_with_9_and_writes_nothing()
    {
        var file = sample.Cli.Folder["refused"];
        // A path with the login name cannot be changed and may not leave.
        sample.Cli.Person = "cart";
        try
        {
            foreach (var more in (string[][])[[], ["--format", "agent-trace"], ["--json"], ["--output", file]])
            {
                var refused = await RunAsync(["write", Commit, .. more]);
                Assert.Equal(9, refused.Code);
                Assert.DoesNotContain(SampleContents.CartPath, refused.Text + refused.Error, StringComparison.Ordinal);
                if (!more.Contains("--json"))
                    Assert.Empty(refused.Bytes);
            }
        }
        finally
        {
            sample.Cli.Person = "person";
        }

        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task A_document_of_somebody_cannot_move_the_cursor()
    {
        var file = sample.Cli.Folder.Write("hostile", "a\u001b[2J.py\n  h_1 1\n---\n{\"schema_version\":\"authorship/3.0.0\",\"humans\":{\"h_1\":{\"author\":\"[red]Ann\\u001b[0m\"}}}\n");
        var shown = await RunAsync("read", file);
        Assert.Equal(0, shown.Code);
        Assert.DoesNotContain('\u001b', shown.Text);
        Assert.Contains("[red]Ann", shown.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6, "write", "no-such-branch")]
    [InlineData(2, "write", "HEAD", "--format", "other")]
    [InlineData(2, "write")]
    [InlineData(2, "read", "HEAD", "--format", "agent-trace")]
    [InlineData(6, "read", "no-such-branch")]
    [InlineData(3, "write", "HEAD", "--output", "no/such/folder/note")]
    public async Task What_cannot_be_done_says_why(int code, params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.Equal((code, ""), (result.Code, result.Text));
        Assert.NotEmpty(result.Error);
    }

    [Fact]
    public async Task A_file_that_is_no_document_is_refused()
    {
        var file = sample.Cli.Folder.Write("nonsense", "nothing of the kind\n");
        Assert.Equal((5, ""), ((await RunAsync("read", file)).Code, (await RunAsync("read", file)).Text));
        Assert.Equal(5, (await RunAsync("read", file, "--format", "agent-trace")).Code);
    }
}
