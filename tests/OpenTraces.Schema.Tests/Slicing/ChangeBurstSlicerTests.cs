using Xunit;

namespace OpenTraces.Schema.Tests.Slicing;

public sealed class ChangeBurstSlicerTests
{
    private static readonly ChangeBurstSlicer Slicer = new();

    [Fact]
    public void A_burst_starts_at_its_first_edit_ends_after_its_last_and_is_cut_at_asks() =>
        Assert.Equal("(0,0)(1,2)(3,5)(6,7)(8,8)", Views.Spans(Slicer, PinnedSession.Steps));

    [Theory]
    [InlineData(35, "(0,0)(1,36)(37,37)")]
    [InlineData(36, "(0,0)(1,1)(2,36)(37,37)(38,38)")]
    public void Edits_further_apart_than_35_steps_are_two_bursts(int gap, string expected)
    {
        var steps = new List<StepView> { Views.Agent(), Views.Edit("a") };
        steps.AddRange(Enumerable.Repeat(Views.Agent(), gap - 1));
        steps.Add(Views.Edit("b"));
        steps.Add(Views.Agent());
        Assert.Equal(expected, Views.Spans(Slicer, [.. steps]));
    }

    [Fact]
    public void The_label_names_up_to_three_files_in_order()
    {
        var pieces = Slicer.Slice(
            [Views.Agent(), Views.Edit("x/d.cs", "C:\\y\\b.cs"), Views.Edit("a.cs", "y/b.cs", "c/")]).Trajectories;
        Assert.Equal(["explore", "burst: a.cs, b.cs, c"], pieces.Select(piece => piece.Label));
    }

    [Fact]
    public void A_burst_that_names_no_file_still_says_burst() =>
        Assert.Equal("burst", Slicer.Slice([Views.Edit()]).Trajectories[0].Label);
}
