using Xunit;

namespace OpenTraces.Schema.Tests.Slicing;

public sealed class UserTurnSlicerTests
{
    private static readonly UserTurnSlicer Slicer = new();

    [Fact]
    public void A_piece_starts_at_each_ask_and_control_messages_are_absorbed() =>
        Assert.Equal("(0,2)(3,5)(6,7)(8,8)", Views.Spans(Slicer, PinnedSession.Steps));

    [Theory]
    [InlineData("Add a cache")]
    [InlineData("  Add a cache\n")]
    [InlineData("continue\nand add tests")]
    [InlineData("Continue with the cache")]
    [InlineData("continued")]
    [InlineData("<skills>")]
    [InlineData("<b>bold</b>")]
    [InlineData("[Image]")]
    [InlineData("[Image #1] what is this?")]
    [InlineData("[Image #x]")]
    [InlineData("?")]
    public void It_opens_a_turn(string text) =>
        Assert.Equal("(0,0)(1,1)", Views.Spans(Slicer, Views.Agent(), Views.User(text)));

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData("continue")]
    [InlineData("Continue.")]
    [InlineData("KEEP GOING!!")]
    [InlineData("<<handover>>")]
    [InlineData("<skill>x</skill>")]
    [InlineData("<skill-x>")]
    [InlineData("<subagent_notification id=\"1\">")]
    [InlineData("<task-notification>")]
    [InlineData("<turn_aborted>")]
    [InlineData("[Request interrupted by user]")]
    [InlineData("<system-reminder>x")]
    [InlineData("[Image #1]")]
    [InlineData("[Image #1] [Image: source: a.png]")]
    public void It_is_absorbed(string text) =>
        Assert.Equal("(0,1)", Views.Spans(Slicer, Views.Agent(), Views.User(text)));

    [Fact]
    public void Only_a_user_step_opens_a_turn() =>
        Assert.Equal("(0,1)", Views.Spans(Slicer, Views.Agent("Add a cache"), Views.Agent("Add a cache")));

    [Fact]
    public void A_session_without_an_ask_is_one_piece_of_work()
    {
        var piece = Assert.Single(Slicer.Slice([Views.Agent("x"), Views.Agent("y")]).Trajectories);
        Assert.Equal(new Trajectory(0, 1, "user_turn", "(work)"), piece);
    }

    [Fact]
    public void The_label_is_the_start_of_the_ask_on_one_line()
    {
        var text = "  one\ntwo " + new string('x', 100);
        Assert.Equal("one two " + new string('x', 72), Slicer.Slice([Views.User(text)]).Trajectories[0].Label);
    }

    [Fact]
    public void The_label_never_splits_a_character()
    {
        var label = Slicer.Slice([Views.User(string.Concat(Enumerable.Repeat("😀", 90)))]).Trajectories[0].Label;
        Assert.Equal(string.Concat(Enumerable.Repeat("😀", 80)), label);
    }
}
