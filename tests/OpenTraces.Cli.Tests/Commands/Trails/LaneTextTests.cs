using OpenTraces.Cli.Commands.Trails;
using OpenTraces.Trail.Graphs;
using Xunit;

namespace OpenTraces.Cli.Tests.Commands.Trails;

public sealed class LaneTextTests
{
    [Theory]
    [InlineData(0, new[] { 0, 0 }, "●", null)]
    [InlineData(0, new[] { 0, 0, 0, 1 }, "●", "├─╮")]
    [InlineData(1, new[] { 0, 0, 1, 0 }, "│ ●", "├─╯")]
    [InlineData(0, new[] { 0, 0, 0, 1, 0, 2 }, "●", "├─┬─╮")]
    [InlineData(1, new[] { 0, 0, 1, 3, 2, 2 }, "│ ● │", "│ ╰─┼─╮")]
    [InlineData(2, new[] { 0, 0, 1, 1, 2, 0 }, "│ │ ●", "├─┼─╯")]
    [InlineData(0, new int[0], "●", null)]
    public void A_row_and_what_leads_down_from_it(int lane, int[] lines, string row, string? below)
    {
        var drawn = new GraphRow { Lane = lane, Lines = [.. lines.Chunk(2).Select(l => (l[0], l[1]))] };
        Assert.Equal((row, below), (LaneText.OfCommit(drawn, '●'), LaneText.Below(drawn)));
    }
}
