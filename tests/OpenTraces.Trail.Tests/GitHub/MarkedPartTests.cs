using OpenTraces.Schema;
using OpenTraces.Trail.GitHub;
using Xunit;

namespace OpenTraces.Trail.Tests.GitHub;

public sealed class MarkedPartTests
{
    private const string Ours = "<!-- opentraces:begin -->\nnew\n<!-- opentraces:end -->\n";

    [Theory]
    [InlineData("", Ours)]
    [InlineData(" \n", Ours)]
    [InlineData("People wrote this.\n\n\n", "People wrote this.\n\n" + Ours)]
    [InlineData("Before\n<!-- opentraces:begin -->\nold\n<!-- opentraces:end -->\nAfter", "Before\n" + Ours + "After")]
    [InlineData("Before\r\n<!-- opentraces:begin -->\r\nold\r\n<!-- opentraces:end -->\r\nAfter\r\n", "Before\r\n" + Ours + "After\r\n")]
    [InlineData("<!-- opentraces:begin -->\n<!-- opentraces:end -->", Ours)]
    [InlineData("It ends with <!-- opentraces:end --> always.", "It ends with <!-- opentraces:end --> always.\n\n" + Ours)]
    public void What_people_wrote_around_our_part_stays(string description, string expected) =>
        Assert.Equal(expected, MarkedPart.Put(description, "new\n"));

    [Theory]
    [InlineData("<!-- opentraces:begin -->\nold\n")]
    [InlineData("old\n<!-- opentraces:end -->\n")]
    [InlineData("<!-- opentraces:end -->\nold\n<!-- opentraces:begin -->\n")]
    [InlineData(Ours + Ours)]
    public void Damaged_marks_are_left_to_a_person(string description) =>
        Assert.Equal(OpenTracesErrorCode.Precondition, Assert.Throws<OpenTracesException>(() => MarkedPart.Put(description, "new\n")).Code);
}
