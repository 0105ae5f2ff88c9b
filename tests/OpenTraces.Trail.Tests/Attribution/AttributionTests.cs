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

    /// <summary>Each of these was claimed firmly for the wrong one once: text typed again by a person or another call.</summary>
    [Theory]
    [InlineData(58, "cherry-pick", "a commit from before the patch, picked after it")]
    [InlineData(373, "cherry-pick", "the original of what the call copied, minutes before")]
    [InlineData(214, "crlf", "a call that was undone, and other line ends for its text")]
    [InlineData(64, "rename", "a line that names nothing, paired by git")]
    [InlineData(341, "amend", "a copy whose original was taken away")]
    [InlineData(473, "fixup", "a copy in another file, whose original was taken away")]
    [InlineData(446, "recreate", "a line of two calls")]
    [InlineData(968, "rename", "git shows the other of two equal lines")]
    public async Task Text_that_was_typed_again_is_not_claimed_firmly_for_who_typed_it_first(int history, string operation, string why)
    {
        var score = (await new Run { Histories = 1, First = history, Seed = 1, Only = [operation] }.RunAsync())[operation];
        output.WriteLine(why);
        Assert.Equal((1, 0), (score.Histories, score.FalseFirmClaims));
        Assert.True(score.FirmClaims > 0 || score.Lines.Written == 0);
    }
}
