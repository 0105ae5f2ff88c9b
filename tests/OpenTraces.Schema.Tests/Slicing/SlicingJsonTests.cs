using System.Buffers;
using System.Text;
using Xunit;

namespace OpenTraces.Schema.Tests.Slicing;

public sealed class SlicingJsonTests
{
    private static readonly SlicerInfo Info = new("s1", "user-turn", SlicerTier.Deterministic);

    [Fact]
    public void The_envelope_is_frozen()
    {
        var slicing = SlicerCatalog.BuiltIn.Get("user-turn").Slice([Views.User("Ask ☃ \"x\""), Views.Agent(), Views.User("More")]);
        Assert.Equal(
            """{"schema_version":"opentraces.slicing.v1","status":"ok","trace_id":"t","slicer":"s1","tier":"deterministic","total_steps":3"""
            + ""","trajectories":[{"start":0,"end":1,"kind":"user_turn","label":"Ask ☃ \"x\""},{"start":2,"end":2,"kind":"user_turn","label":"More"}]"""
            + ""","tiling":{"valid":true,"coverage":1.0,"gaps":0,"overlaps":0}}""",
            Write(3, slicing, null));
    }

    [Fact]
    public void The_judge_comes_last_when_given()
    {
        var text = Write(0, new OpenTraces.Schema.Slicing { Trajectories = [] }, "agent");
        Assert.EndsWith("\"trajectories\":[],\"tiling\":{\"valid\":true,\"coverage\":1.0,\"gaps\":0,\"overlaps\":0},\"judge\":\"agent\"}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tiling_tells_the_truth_about_pieces_that_do_not_tile()
    {
        var slicing = new OpenTraces.Schema.Slicing { Trajectories = [new Trajectory(0, 0, "k", "l"), new Trajectory(2, 2, "k", "l")] };
        Assert.Contains("\"tiling\":{\"valid\":false,\"coverage\":0.666667,\"gaps\":1,\"overlaps\":0}", Write(3, slicing, null), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_slicer_is_refused_with_the_list_of_those_there_are()
    {
        var error = Assert.Throws<OpenTracesException>(() => SlicerCatalog.BuiltIn.Get("s9"));
        Assert.Equal(OpenTracesErrorCode.InvalidRequest, error.Code);
        Assert.Contains("s1 (user-turn), s2 (change-burst)", error.Message, StringComparison.Ordinal);
        Assert.Equal("s2", SlicerCatalog.BuiltIn.Get("S2").Info.Id);
    }

    private static string Write(int steps, OpenTraces.Schema.Slicing slicing, string? judge)
    {
        var buffer = new ArrayBufferWriter<byte>();
        SlicingJson.Write(buffer, "t", Info, steps, slicing, judge);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
