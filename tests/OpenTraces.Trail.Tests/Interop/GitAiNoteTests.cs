using System.Globalization;
using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Interop;
using OpenTraces.Trail.Interop.GitAi;
using Xunit;

namespace OpenTraces.Trail.Tests.Interop;

public sealed class GitAiNoteTests
{
    private const string Mixed = """
        src/app.py
          s_aaaaaaaaaaaaaa::t_00000000000001 3-9,12
          h_bbbbbbbbbbbbbb 10-11
        "docs/read me.md"
          00112233aabbccdd 1
        ---
        {"schema_version": "authorship/3.0.0", "git_ai_version": "1.5.0", "base_commit_sha": "c0ffee",
         "prompts": {"00112233aabbccdd": {"agent_id": {"tool": "codex", "id": "old", "model": "gpt"}, "human_author": null,
           "messages": [{"type": "user", "text": "do it"}], "total_additions": 4}},
         "humans": {"h_bbbbbbbbbbbbbb": {"author": "Ann <ann@example.com>"}},
         "sessions": {"s_aaaaaaaaaaaaaa": {"agent_id": {"tool": "claude", "id": "conv", "model": "unknown"}, "human_author": "Bob"}}}
        """;

    [Fact]
    public void A_note_written_and_read_says_the_same()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var note = SomeAuthorship.Note(new Random(seed));
            var loss = new LossList();
            var text = GitAiWriter.Write(note, loss);
            Assert.Empty(loss.ToReport("git-ai", "3.0.0").Entries);
            var read = GitAiReader.Read(text);
            SomeAuthorship.AssertSame(note, read);
            Assert.Equal(text, GitAiWriter.Write(read, loss));
        }
    }

    [Fact]
    public void A_note_has_files_then_calls_then_a_divider_then_metadata()
    {
        var one = SomeAuthorship.Trace(1);
        var blame = SomeAuthorship.Blame(
            ("claude-code", "session-1", [SomeAuthorship.Anchor(one, "src/b.cs", [1, 2, 3, 5, 7]), SomeAuthorship.Anchor(one, "a b.md", [4], call: "call-2", step: 2)]),
            ("pi", "session-2", [SomeAuthorship.Anchor(SomeAuthorship.Trace(2), "src/b.cs", [8, 9])]));
        var document = AuthorshipExchange.Write(
            AuthorshipFormat.GitAiNote, blame, [Summary(one, "anthropic/model-x")], new AuthorshipOptions { HumanAuthor = "Ann <ann@example.com>" });
        Assert.Equal(
            """
            "a b.md"
              s_fe1402a5f710ff::t_a495628b8cefca 4
            src/b.cs
              s_fe1402a5f710ff::t_d4e4ba7c25cc93 1-3,5,7
              s_6609f90c28756e::t_153aea66d37d94 8-9
            ---
            {
              "schema_version": "authorship/3.0.0",
              "base_commit_sha": "7a1c0000000000000000000000000000000000ff",
              "prompts": {},
              "sessions": {
                "s_6609f90c28756e": {
                  "agent_id": {
                    "tool": "pi",
                    "id": "session-2",
                    "model": "unknown"
                  },
                  "human_author": "Ann <ann@example.com>"
                },
                "s_fe1402a5f710ff": {
                  "agent_id": {
                    "tool": "claude",
                    "id": "session-1",
                    "model": "anthropic/model-x"
                  },
                  "human_author": "Ann <ann@example.com>"
                }
              }
            }

            """.ReplaceLineEndings("\n"),
            document.Text);
    }

    [Theory]
    [InlineData("cursor", "session_123", "s_c9883b05a2487d")]
    [InlineData("claude", "abc", "s_2ce06946efc032")]
    public void A_session_has_the_id_git_ai_gives_it(string tool, string session, string id) => Assert.Equal(id, GitAiKeys.Session(tool, session));

    [Fact]
    public void The_three_kinds_of_keys_find_their_authors()
    {
        var note = AuthorshipExchange.Read(AuthorshipFormat.GitAiNote, Mixed);
        Assert.Empty(note.Warnings);
        Assert.Equal(("3.0.0", "c0ffee", 3), (note.FormatVersion, note.Commit, note.Authors.Count));
        Assert.Equal("""{"git_ai_version":"1.5.0"}""", note.Other.ToString());
        var agent = note.FindAuthor("src/app.py", 12)!;
        Assert.Equal((AuthorKind.Agent, "claude-code", "conv", null, "Bob"), (agent.Kind, agent.Tool, agent.SessionId, agent.Model, agent.Human));
        Assert.Equal("s_aaaaaaaaaaaaaa::t_00000000000001", note.Files[0].Lines[0].Key);
        var human = note.FindAuthor("src/app.py", 10)!;
        Assert.Equal((AuthorKind.Human, "Ann <ann@example.com>"), (human.Kind, human.Human));
        var older = note.FindAuthor("docs/read me.md", 1)!;
        Assert.Equal(("codex-cli", "old", "gpt", null), (older.Tool, older.SessionId, older.Model, older.Human));
        Assert.Contains("do it", older.Other.ToString(), StringComparison.Ordinal);
        Assert.Null(note.FindAuthor("src/app.py", 2));
        Assert.Null(note.FindAuthor("other.py", 3));
    }

    [Fact]
    public void The_last_entry_that_has_a_line_names_its_author()
    {
        var note = GitAiReader.Read("a\n  h_1 1-5\n  h_2 3\n---\n{\"schema_version\":\"authorship/3.0.0\",\"humans\":{\"h_1\":{\"author\":\"A\"},\"h_2\":{\"author\":\"B\"}}}");
        Assert.Equal("AABAA", string.Concat(Enumerable.Range(1, 5).Select(l => note.FindAuthor("a", l)!.Human)));
    }

    [Theory]
    [InlineData("  h_1 4", 1, "before the first file")]
    [InlineData("a\n  h_1", 2, "no key or no lines")]
    [InlineData("a\n   4", 2, "no key or no lines")]
    [InlineData("a\n  h_1 0", 2, "no line numbers")]
    [InlineData("a\n  h_1 1,5-4", 2, "no line numbers")]
    [InlineData("a\n  h_1 1 - 3", 2, "no line numbers")]
    [InlineData("a\n  h_1 99999999999", 2, "no line numbers")]
    [InlineData("a\n  h_1 ,", 2, "no line numbers")]
    [InlineData("a\n\th_1 3", 2, "white space")]
    public void A_malformed_line_is_named_by_its_number_and_costs_nothing_else(string lines, int number, string says)
    {
        var text = lines + "\nz\n  h_1 2-3\n---\n{\"schema_version\":\"authorship/3.0.0\",\"humans\":{\"h_1\":{\"author\":\"Ann\"}}}";
        var note = GitAiReader.Read(text);
        var warning = Assert.Single(note.Warnings);
        Assert.Equal(number, warning.Line);
        Assert.Contains(says, warning.Message, StringComparison.Ordinal);
        Assert.Equal("Ann", note.FindAuthor("z", 3)!.Human);
        Assert.Equal(["z"], note.Files.Select(f => f.Path));
        Assert.Equal(note.Files[0].Lines, GitAiReader.Read(text.Replace("\n", "\r\n", StringComparison.Ordinal)).Files[0].Lines);
    }

    [Theory]
    [InlineData("s_00000000000009::t_1", AuthorKind.Agent)]
    [InlineData("h_9", AuthorKind.Human)]
    [InlineData("abc1234", AuthorKind.Agent)]
    [InlineData("z_1", AuthorKind.Unknown)]
    public void A_key_without_an_entry_keeps_its_lines_and_is_warned_of_once(string key, AuthorKind kind)
    {
        var note = GitAiReader.Read($"a\n  {key} 1\n  {key} 3\n---\n{{\"schema_version\":\"authorship/3.0.0\"}}");
        Assert.Equal(2, Assert.Single(note.Warnings).Line);
        Assert.Equal(2, note.Files[0].Lines.Count);
        Assert.Equal((kind, null, null), (note.FindAuthor("a", 3)!.Kind, note.FindAuthor("a", 3)!.Tool, note.FindAuthor("a", 3)!.Human));
    }

    [Theory]
    [InlineData("", "no line '---'")]
    [InlineData("a\n  h_1 1\n", "no line '---'")]
    [InlineData("---\nnot json", "not JSON")]
    [InlineData("---\n", "not JSON")]
    [InlineData("---\n[]", "does not say its version")]
    [InlineData("---\n{\"schema_version\":\"authorship/2.1.0\"}", "has version 2.1.0")]
    [InlineData("---\n{\"schema_version\":\"authorship/4.0.0\"}", "has version 4.0.0")]
    [InlineData("---\n{\"schema_version\":\"authorship/33.0.0\"}", "has version 33.0.0")]
    [InlineData("{\"schema_version\":\"authorship/1.0.0\",\"files\":{}}", "has version 1.0.0")]
    [InlineData("---\n{\"schema_version\":\"a secret\"}", "version of an unknown form")]
    public void What_is_no_note_of_version_3_is_refused_by_name(string text, string says)
    {
        var error = Assert.Throws<OpenTracesException>(() => AuthorshipExchange.Read(AuthorshipFormat.GitAiNote, text));
        Assert.Equal(OpenTracesErrorCode.InvalidTrace, error.Code);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_of_the_metadata_that_say_nothing_are_warned_of()
    {
        var note = GitAiReader.Read("a\n  s_1::t_1 1\n---\n{\"schema_version\":\"authorship/3.0.0\",\"prompts\":[],\"humans\":{\"h_1\":4,\"x\":{\"author\":\"A\"}},"
            + "\"sessions\":{\"s_1\":{\"agent_id\":{\"tool\":\"\\ud800\"}}}}");
        Assert.Equal(5, note.Warnings.Count);
        Assert.Empty(note.Authors);
        Assert.Equal(AuthorKind.Agent, note.FindAuthor("a", 1)!.Kind);
    }

    [Fact]
    public void Damage_anywhere_is_a_warning_or_a_refusal_and_nothing_else()
    {
        const string Signs = "\n \"{}[]\\,-:0\ud800\u2028sh";
        var random = new Random(7);
        for (var round = 0; round < 5_000; round++)
        {
            var text = Mixed.ToCharArray();
            for (var changes = random.Next(1, 5); changes > 0; changes--)
                text[random.Next(text.Length)] = Signs[random.Next(Signs.Length)];
            try
            {
                var note = GitAiReader.Read(new string(text[..random.Next(text.Length / 2, text.Length + 1)]));
                Assert.All(note.Files.SelectMany(f => f.Lines), l => Assert.InRange(l.Start, 1, l.End));
                GitAiReader.Read(GitAiWriter.Write(note, new LossList()));
            }
            catch (OpenTracesException error)
            {
                Assert.Equal(OpenTracesErrorCode.InvalidTrace, error.Code);
            }
        }
    }

    [Fact]
    public void The_text_is_the_same_in_every_culture()
    {
        var blame = SomeAuthorship.Blame(("pi", "s", [SomeAuthorship.Anchor(SomeAuthorship.Trace(1), "a", [1234, 1235, 5000])]));
        var before = CultureInfo.CurrentCulture;
        var plain = AuthorshipExchange.Write(AuthorshipFormat.GitAiNote, blame, []).Text;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NegativeSign = "~", NumberGroupSeparator = "_", NumberGroupSizes = [1] } };
            Assert.Equal(plain, AuthorshipExchange.Write(AuthorshipFormat.GitAiNote, blame, []).Text);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Contains(" 1234-1235,5000\n", plain, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', plain);
    }

    internal static TraceSummary Summary(TraceId id, string? model) => new()
    {
        TraceId = id,
        Agent = "a",
        SessionId = "s",
        Title = "",
        Model = model,
        Generation = 1,
        Generations = 1,
        Steps = 1,
        Patches = 1,
        Lines = new LineCounts(),
    };
}
