using System.Diagnostics;
using System.Globalization;
using OpenTraces.Bucket;
using Xunit;

namespace OpenTraces.Conformance;

/// <summary>The guarantees of <see cref="ISecurityTool"/>, for every implementation.</summary>
public abstract class SecurityToolConformance
{
    private const int HostileLength = 400_000;

    /// <summary>The tool the suite is for.</summary>
    public Type ToolType => Create().GetType();

    /// <summary>A text the tool reports at least one span of.</summary>
    protected abstract string TextWithFinding { get; }

    public static TheoryData<string> HostilePieces =>
    [
        "a", "A", "1", "-", ".", "@", "/", "_", "\\", "[", "{", ":", " ", "\n", "=", "a.", "a@", "1-", "1 ", "1.", "::", "a:", "/home/", "/Users/a",
        "eyJ", "eyJaaaaaaaaaa.", "sk-", "sk-a-", "ghp_", "AKIA", "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", "token=", "token_",
        "postgres://", "https://", "Bearer ", "arn:aws:", ".internal", "a.local", "C:\\Users\\", "~a", "\uD83D", "\uDE00", "\u0000", "[REDACTED:",
    ];

    protected abstract ISecurityTool Create();

    [Fact]
    public async Task A_known_text_gives_a_finding()
    {
        var outcome = await Create().RunAsync([Field(TextWithFinding)], TestContext.Current.CancellationToken);

        Assert.True(outcome.Findings.Count > 0 || outcome.Verdict is not null);
    }

    [Fact]
    public async Task Every_finding_lies_inside_the_field_it_names()
    {
        SecurityField[] fields = [Field(""), Field(TextWithFinding), Field("plain"), Field("x" + TextWithFinding + "\uD83D")];

        var outcome = await Create().RunAsync(fields, TestContext.Current.CancellationToken);

        Assert.All(outcome.Findings, f =>
        {
            Assert.InRange(f.Field, 0, fields.Length - 1);
            Assert.InRange(f.Start, 0, fields[f.Field].Text.Length - 1);
            Assert.InRange(f.Length, 1, fields[f.Field].Text.Length - f.Start);
        });
        var order = outcome.Findings.Select(f => (f.Field, f.Start)).ToList();
        Assert.Equal(order.Order(), order);
    }

    [Fact]
    public async Task The_same_fields_give_the_same_findings_in_any_culture_and_on_any_thread()
    {
        var tool = Create();
        SecurityField[] fields = [Field(TextWithFinding), Field("İstanbul " + TextWithFinding + " ıI")];
        var expected = (await tool.RunAsync(fields, TestContext.Current.CancellationToken)).Findings;

        var runs = Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            CultureInfo.CurrentCulture = i % 2 == 0 ? CultureInfo.InvariantCulture : OddCulture();
            return (await tool.RunAsync(fields)).Findings;
        }));

        Assert.All(await Task.WhenAll(runs), findings => Assert.Equal(expected, findings));
    }

    [Fact]
    public async Task Fields_are_not_changed()
    {
        var list = new List<SecurityField> { Field(TextWithFinding), Field("plain") };
        var before = list.ToArray();

        await Create().RunAsync(list, TestContext.Current.CancellationToken);

        Assert.Equal(before, list);
    }

    [Fact]
    public async Task No_fields_give_no_findings() =>
        Assert.Empty((await Create().RunAsync([], TestContext.Current.CancellationToken)).Findings);

    // A quadratic tool would need minutes for 400,000 characters; the bound leaves a slow machine plenty of room.
    [Theory]
    [MemberData(nameof(HostilePieces))]
    public async Task Time_is_bounded_by_the_length_of_the_text(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, HostileLength / piece.Length));
        var watch = Stopwatch.StartNew();

        await Create().RunAsync([Field(text), Field(text + "!")], TestContext.Current.CancellationToken);

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
    }

    private static CultureInfo OddCulture()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NegativeSign = "~";
        return culture;
    }

    private static SecurityField Field(string text) => new("steps[0].content", SecurityFieldKind.General, text);
}
