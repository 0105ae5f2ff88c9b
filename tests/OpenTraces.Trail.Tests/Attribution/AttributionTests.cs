using OpenTraces.Attribution;
using OpenTraces.Attribution.Scoring;
using Xunit;

namespace OpenTraces.Trail.Tests.Attribution;

/// <summary>
/// The benchmark of attribution in small: repositories in which every line's origin is known, put through what people do to
/// history. <c>benchmarks/attribution/run.sh</c> does the same in large.
/// </summary>
public sealed class AttributionTests(ITestOutputHelper output)
{
    private const int Histories = 4;

    /// <summary>What a file holds again that was deleted and brought back is not followed yet: it is that operation's.</summary>
    private const double Recall = 0.85;

    /// <summary>All but the one in which every file lies deeper than the transcript says, which is not found yet.</summary>
    private static readonly string[] Operations =
    [
        "amend", "rebase", "reorder", "fixup", "squash", "cherry-pick", "revert", "rename", "split", "formatter", "crlf", "conflict", "recreate",
    ];

    [Fact]
    public async Task Lines_are_given_to_those_who_wrote_them_whatever_is_done_to_history()
    {
        var scores = await new Run { Histories = Histories, Seed = 7, Only = Operations }.RunAsync();
        var all = new OperationScore();
        foreach (var score in scores.Values)
            all.Add(score);
        using var report = new StringWriter();
        Report.Write(report, scores);
        output.WriteLine(report.ToString());
        Assert.InRange(all.Lines.Precision, 0.99, 1);
        Assert.InRange(all.Lines.Recall, 0.97, 1);
        Assert.Equal(Operations.Length, scores.Count);
        foreach (var (operation, score) in scores)
        {
            Assert.True(score.Histories > 0, operation);
            Assert.True(score.Lines.Precision >= 0.95, operation);
            Assert.True(score.Lines.Recall >= Recall, operation);
        }
    }
}
