using System.Text;
using System.Text.Json;
using OpenTraces.Capture.Harnesses.Edits;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.Edits;

public class StructuredPatchReaderTests
{
    private static IReadOnlyList<LineHunk> Read(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        var hunks = StructuredPatchReader.Read(ref reader);
        Assert.Equal(Encoding.UTF8.GetByteCount(json), reader.BytesConsumed);
        return hunks;
    }

    [Fact]
    public void Hunks_are_split_at_their_context()
    {
        var hunks = Read("""[{"oldStart":10,"oldLines":4,"newStart":12,"newLines":4,"lines":[" a","-b","+B"," c","+d","-e","\\ No newline at end of file"]}]""");
        Assert.Equal([(11, 13), (13, 15)], hunks.Select(h => (h.OldStart!.Value, h.NewStart!.Value)));
        Assert.Equal(["e"], hunks[1].Removed);
        Assert.Equal(["d"], hunks[1].Added);
    }

    [Fact]
    public void An_empty_range_stands_behind_the_line_it_names()
    {
        var hunk = Assert.Single(Read("""[{"oldStart":0,"oldLines":0,"newStart":1,"newLines":1,"lines":["+a"]}]"""));
        Assert.Equal((1, 1), (hunk.OldStart, hunk.NewStart));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("[1,[],{}]")]
    [InlineData("""[{"oldStart":"x","lines":{"a":1}}]""")]
    [InlineData("""[{"oldStart":1e99,"lines":[1,2,{"a":[]}]}]""")]
    public void Anything_else_has_no_hunks(string json) => Assert.Empty(Read(json));
}
