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
    private const int Histories = 50;

    [Fact]
    public async Task Lines_are_given_to_those_who_wrote_them_whatever_is_done_to_history()
    {
        var scores = await new Run { Histories = Histories, Seed = 7 }.RunAsync();
        var all = new OperationScore();
        foreach (var score in scores.Values)
            all.Add(score);
        using var report = new StringWriter();
        Report.Write(report, scores);
        output.WriteLine(report.ToString());
        Assert.InRange(all.Lines.Precision, 0.995, 1);
        Assert.InRange(all.Lines.Recall, 0.97, 1);
        Assert.InRange(all.FirmClaims, all.Lines.Claimed / 2, all.Lines.Claimed);
        Assert.Equal(0, all.FalseFirmClaims);
        Assert.Equal(14, scores.Count);
        foreach (var (operation, score) in scores)
        {
            Assert.InRange(score.Histories, Histories / 2, Histories);
            Assert.True(score.Lines.Precision >= 0.95, operation);
            Assert.True(score.Lines.Recall >= 0.90, operation);
        }
    }
}
