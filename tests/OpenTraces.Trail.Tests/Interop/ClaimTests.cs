using System.Buffers;
using System.Text;
using OpenTraces.Schema;
using OpenTraces.Trail.Interop;
using Xunit;

namespace OpenTraces.Trail.Tests.Interop;

/// <summary>Which claims are written, and what the report says of the others.</summary>
public sealed class ClaimTests
{
    private static readonly TraceId One = SomeAuthorship.Trace(1);
    private static readonly TraceId Two = SomeAuthorship.Trace(2);

    public static TheoryData<AuthorshipFormat> Formats => [AuthorshipFormat.GitAiNote, AuthorshipFormat.AgentTrace];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Only_firm_claims_are_written_unless_all_are_asked_for(AuthorshipFormat format)
    {
        var blame = SomeAuthorship.Blame(("pi", "s",
            [SomeAuthorship.Anchor(One, "a", [1]), SomeAuthorship.Anchor(One, "a", [2, 3], firm: false, tier: EvidenceTier.StructuralSymbol), SomeAuthorship.Anchor(One, null, [])]));
        var (firm, loss) = Written(format, blame, new AuthorshipOptions());
        Assert.NotNull(firm.FindAuthor("a", 1));
        Assert.Null(firm.FindAuthor("a", 2));
        Assert.Equal(2, loss.Entries.Where(e => e is { Path: "traces[].patches[]", Kind: LossKind.Dropped }).Sum(e => e.Count));
        Assert.DoesNotContain(loss.Entries, e => e.Path == "traces[].patches[].firm");
        (var all, loss) = Written(format, blame, new AuthorshipOptions { IncludeProvisional = true });
        Assert.Equal(format == AuthorshipFormat.GitAiNote ? AuthorKind.Agent : AuthorKind.Mixed, all.FindAuthor("a", 3)!.Kind);
        Assert.Equal(AuthorKind.Agent, all.FindAuthor("a", 1)!.Kind);
        Assert.Equal(1, Assert.Single(loss.Entries, e => e.Path == "traces[].patches[].firm").Count);
        Assert.Equal(1, loss.Entries.Where(e => e is { Path: "traces[].patches[]" }).Sum(e => e.Count));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Of_two_sessions_with_a_line_the_later_one_is_named_and_a_firm_one_before_all(AuthorshipFormat format)
    {
        var early = SomeAuthorship.Anchor(One, "a", [1, 2], time: "2026-01-02T03:00:00+01:00");
        var late = SomeAuthorship.Anchor(Two, "a", [2, 3], time: "2026-01-02T02:30:00Z");
        foreach (var blame in new[] { SomeAuthorship.Blame(("pi", "early", [early]), ("pi", "late", [late])), SomeAuthorship.Blame(("pi", "late", [late]), ("pi", "early", [early])) })
        {
            var (note, loss) = Written(format, blame, new AuthorshipOptions());
            Assert.Equal(["early", "late", "late"], Enumerable.Range(1, 3).Select(l => note.FindAuthor("a", l)!.SessionId));
            Assert.Equal(1, Assert.Single(loss.Entries, e => e.Path == "traces[].patches[].lines").Count);
        }

        var doubtful = SomeAuthorship.Blame(("pi", "early", [early]), ("pi", "late", [late with { Firm = false }]));
        Assert.Equal("early", Written(format, doubtful, new AuthorshipOptions { IncludeProvisional = true }).Note.FindAuthor("a", 2)!.SessionId);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_report_names_what_has_no_place(AuthorshipFormat format)
    {
        var blame = SomeAuthorship.Blame(
            ("claude-code", "one", [SomeAuthorship.Anchor(One, "a", [1]) with { Limitations = ["no_time"] }]), ("pi", "two", [SomeAuthorship.Anchor(Two, "b", [1])]));
        var loss = Written(format, blame, new AuthorshipOptions()).Loss;
        foreach (var path in new[] { "subject", "added_lines", "attributed_lines" })
            Assert.Equal(LossKind.Dropped, Assert.Single(loss.Entries, e => e.Path == path).Kind);
        foreach (var path in new[] { "traces[].tier", "traces[].patches[].tier", "traces[].patches[].patch" })
            Assert.Equal((LossKind.Dropped, 2), (Assert.Single(loss.Entries, e => e.Path == path).Kind, Assert.Single(loss.Entries, e => e.Path == path).Count));
        Assert.Equal(1, Assert.Single(loss.Entries, e => e.Path == "traces[].patches[].limitations").Count);
        Assert.Equal(format == AuthorshipFormat.GitAiNote ? (LossKind.Renamed, 1) : (LossKind.Carried, 2),
            (Assert.Single(loss.Entries, e => e.Path == "traces[].agent").Kind, Assert.Single(loss.Entries, e => e.Path == "traces[].agent").Count));
        Assert.False(loss.IsLossless);
        var json = new ArrayBufferWriter<byte>();
        loss.WriteTo(json);
        Assert.Contains("\"direction\":\"write\"", Encoding.UTF8.GetString(json.WrittenSpan), StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_no_reader_of_lines_understands_is_left_out_and_named()
    {
        var blame = SomeAuthorship.Blame(("pi", "s", [SomeAuthorship.Anchor(One, "a\nb", [1, 3]), SomeAuthorship.Anchor(One, "c", [1])]));
        var (note, loss) = Written(AuthorshipFormat.GitAiNote, blame, new AuthorshipOptions());
        Assert.Equal(["c"], note.Files.Select(f => f.Path));
        Assert.Equal(LossKind.Dropped, Assert.Single(loss.Entries, e => e.Path == "traces[].patches[].path").Kind);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_commit_without_sessions_has_a_document_without_lines(AuthorshipFormat format)
    {
        var (note, _) = Written(format, SomeAuthorship.Blame(), new AuthorshipOptions());
        Assert.Equal((SomeAuthorship.Commit, 0, 0), (note.Commit, note.Files.Count, note.Authors.Count));
    }

    private static (CommitAuthorship Note, LossReport Loss) Written(AuthorshipFormat format, CommitBlame blame, AuthorshipOptions options)
    {
        var document = AuthorshipExchange.Write(format, blame, [GitAiNoteTests.Summary(One, "m1")], options);
        Assert.Equal(document.Text, AuthorshipExchange.Write(format, blame, [GitAiNoteTests.Summary(One, "m1")], options).Text);
        var note = AuthorshipExchange.Read(format, document.Text);
        Assert.Empty(note.Warnings);
        return (note, document.Loss);
    }
}
