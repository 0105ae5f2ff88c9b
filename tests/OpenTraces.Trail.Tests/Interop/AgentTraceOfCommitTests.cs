using System.Text.Json;
using OpenTraces.Schema;
using OpenTraces.Trail.Interop;
using OpenTraces.Trail.Interop.AgentTraces;
using Xunit;

namespace OpenTraces.Trail.Tests.Interop;

public sealed class AgentTraceOfCommitTests
{
    [Fact]
    public void A_record_written_and_read_says_the_same()
    {
        for (var seed = 0; seed < 1000; seed++)
        {
            var record = SomeAuthorship.Record(new Random(seed));
            var loss = new LossList();
            var text = AgentTraceRecord.Write(record, "2026-01-02T03:04:05Z", loss);
            Assert.Empty(loss.ToReport("agent-trace", "0.1.0").Entries);
            SomeAuthorship.AssertSame(record, AuthorshipExchange.Read(AuthorshipFormat.AgentTrace, text));
        }
    }

    [Fact]
    public void A_commit_has_one_record_with_every_session_that_wrote_it()
    {
        var (one, two) = (SomeAuthorship.Trace(1), SomeAuthorship.Trace(2));
        var blame = SomeAuthorship.Blame(
            ("claude-code", "first", [SomeAuthorship.Anchor(one, "src/a.cs", [1, 2, 9], step: 3), SomeAuthorship.Anchor(one, "src/a.cs", [5], step: 7)]),
            ("codex-cli", "second", [SomeAuthorship.Anchor(two, "src/a.cs", [3, 4], time: "2026-02-01T00:00:00Z"), SomeAuthorship.Anchor(two, "b.cs", [1])]));
        var document = AuthorshipExchange.Write(AuthorshipFormat.AgentTrace, blame, [GitAiNoteTests.Summary(one, "anthropic/m")]);
        using var json = JsonDocument.Parse(document.Text);
        var root = json.RootElement;
        Assert.Equal("0.1.0", root.GetProperty("version").GetString());
        Assert.True(Guid.TryParse(root.GetProperty("id").GetString(), out _));
        Assert.Equal("2026-02-01T00:00:00Z", root.GetProperty("timestamp").GetString());
        Assert.Equal(("git", SomeAuthorship.Commit), (root.GetProperty("vcs").GetProperty("type").GetString(), root.GetProperty("vcs").GetProperty("revision").GetString()));
        Assert.Equal("opentraces", root.GetProperty("tool").GetProperty("name").GetString());
        Assert.Equal(["b.cs", "src/a.cs"], root.GetProperty("files").EnumerateArray().Select(f => f.GetProperty("path").GetString()));
        var conversations = root.GetProperty("files")[1].GetProperty("conversations");
        Assert.Equal([$"opentraces://{one}/step_3", $"opentraces://{two}/step_1", $"opentraces://{one}/step_7"], conversations.EnumerateArray().Select(c => c.GetProperty("url").GetString()));
        Assert.Equal("""[{"start_line":1,"end_line":2},{"start_line":9,"end_line":9}]""", conversations[0].GetProperty("ranges").GetRawText());
        Assert.Equal("""{"type":"ai","model_id":"anthropic/m"}""", conversations[0].GetProperty("contributor").GetRawText());
        Assert.Equal("""{"type":"ai"}""", conversations[1].GetProperty("contributor").GetRawText());
        var read = AuthorshipExchange.Read(AuthorshipFormat.AgentTrace, document.Text);
        Assert.Equal(("codex-cli", "second"), (read.FindAuthor("b.cs", 1)!.Tool, read.FindAuthor("b.cs", 1)!.SessionId));
        Assert.Equal(document.Text, AuthorshipExchange.Write(AuthorshipFormat.AgentTrace, blame, [GitAiNoteTests.Summary(one, "anthropic/m")]).Text);
    }

    [Fact]
    public void A_record_of_another_tool_is_read_with_what_it_has()
    {
        var read = AuthorshipExchange.Read(AuthorshipFormat.AgentTrace, """
            {"version":"1.0","id":"550e8400-e29b-41d4-a716-446655440000","timestamp":"2026-01-23T14:30:00Z","vcs":{"type":"git","revision":"c0ffee"},
             "tool":{"name":"cursor","version":"2.4.0"},"metadata":{"confidence":0.5},
             "files":[{"path":"src/a.ts","conversations":[{"url":"https://example.com/c/1","contributor":{"type":"ai","model_id":"p/m"},
               "related":[{"type":"session","url":"https://example.com/s"}],
               "ranges":[{"start_line":3,"end_line":5,"content_hash":"murmur3:00"},{"start_line":8,"end_line":8,"contributor":{"type":"human"}}]}]}]}
            """);
        Assert.Equal(("1.0", "c0ffee", 2), (read.FormatVersion, read.Commit, read.Authors.Count));
        Assert.Equal((AuthorKind.Agent, "p/m", null), (read.FindAuthor("src/a.ts", 4)!.Kind, read.FindAuthor("src/a.ts", 4)!.Model, read.FindAuthor("src/a.ts", 4)!.Tool));
        Assert.Equal(AuthorKind.Human, read.FindAuthor("src/a.ts", 8)!.Kind);
        Assert.Equal("https://example.com/c/1", read.Files[0].Lines[0].Key);
        Assert.Contains("related", read.Authors[0].Other.ToString(), StringComparison.Ordinal);
        Assert.Equal("""{"metadata":{"confidence":0.5}}""", read.Other.ToString());
        Assert.Contains("hash", Assert.Single(read.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_revision_of_another_system_is_no_commit()
    {
        var read = AuthorshipExchange.Read(AuthorshipFormat.AgentTrace, """{"version":"0.1.0","vcs":{"type":"jj","revision":"kkmp"},"files":[]}""");
        Assert.Null(read.Commit);
        Assert.Contains("another system", Assert.Single(read.Warnings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"conversations":[]}""", "no path")]
    [InlineData("4", "no path")]
    [InlineData("""{"path":"b","conversations":[7]}""", "no object")]
    [InlineData("""{"path":"b","conversations":[{"ranges":[{"start_line":1}]}]}""", "no line numbers")]
    [InlineData("""{"path":"b","conversations":[{"ranges":[{"start_line":3,"end_line":2}]}]}""", "no line numbers")]
    [InlineData("""{"path":"b","conversations":[{"ranges":[{"start_line":0,"end_line":2}]}]}""", "no line numbers")]
    [InlineData("""{"path":"b","conversations":[{"ranges":[{"start_line":"x","end_line":2e99}]}]}""", "no line numbers")]
    public void A_malformed_part_is_named_and_costs_nothing_else(string file, string says)
    {
        var read = AuthorshipExchange.Read(AuthorshipFormat.AgentTrace,
            $$"""{"version":"0.1.0","files":[{{file}},{"path":"a","conversations":[{"contributor":{"type":"ai"},"ranges":[{"start_line":1,"end_line":2}]}]}]}""");
        Assert.Contains(says, Assert.Single(read.Warnings).Message, StringComparison.Ordinal);
        Assert.Equal(["a"], read.Files.Select(f => f.Path));
        Assert.Equal(AuthorKind.Agent, read.FindAuthor("a", 2)!.Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"version\":\"0.1.0\"}")]
    [InlineData("{\"files\":[]}")]
    [InlineData("{\"version\":\"2.0.0\",\"files\":[]}")]
    [InlineData("{\"version\":7,\"files\":[]}")]
    public void What_is_no_record_is_refused(string text)
    {
        var error = Assert.Throws<OpenTracesException>(() => AuthorshipExchange.Read(AuthorshipFormat.AgentTrace, text));
        Assert.Equal(OpenTracesErrorCode.InvalidTrace, error.Code);
    }

    [Fact]
    public void Damage_anywhere_is_a_warning_or_a_refusal_and_nothing_else()
    {
        const string Signs = "\"{}[]\\,-:0\ud800nu";
        var random = new Random(11);
        var whole = AgentTraceRecord.Write(SomeAuthorship.Record(new Random(3)), "2026-01-02T03:04:05Z", new LossList());
        for (var round = 0; round < 5000; round++)
        {
            var text = whole.ToCharArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                text[random.Next(text.Length)] = Signs[random.Next(Signs.Length)];
            try
            {
                AuthorshipExchange.Read(AuthorshipFormat.AgentTrace, new string(text));
            }
            catch (OpenTracesException error)
            {
                Assert.Equal(OpenTracesErrorCode.InvalidTrace, error.Code);
            }
        }
    }
}
