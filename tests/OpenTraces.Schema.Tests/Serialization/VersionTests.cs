using Xunit;

namespace OpenTraces.Schema.Tests.Serialization;

public sealed class VersionTests
{
    [Fact]
    public void The_environment_of_0_8_is_kept_as_it_is()
    {
        const string Extra = "\"resolved_dependencies\":[{\"name\":\"a\",\"hash\":null}],\"interpreter\":{\"name\":\"cpython\"},\"arch\":\"arm64\",\"platform\":null,\"abi_tag\":\"cp311\"}";
        var json = Json.Rewrite(Json.Record("\"schema_version\":\"0.8.0\",\"environment\":{\"os\":\"darwin\"," + Extra));
        Assert.Contains("\"language_ecosystem\":[]," + Extra, json, StringComparison.Ordinal);
        Assert.Equal(5, Json.Parse(json).Environment.Unknown.Count);
    }

    [Fact]
    public void Unknown_members_come_after_the_known_ones_in_file_order_with_their_bytes()
    {
        const string Extra = "\"\\u007a\" : 1.0,\"a\\/b\":{\"B\" :[ 1,2 ]},\"a\\/b\":null";
        var json = Json.Rewrite("""{"intent":{"x":1},"agent":{"future":"\u00e9","name":"pi"},"trace_id":"t","session_id":"s",""" + Extra + "}");
        Assert.EndsWith(""","metadata":{},"intent":{"x":1},"\u007a":1.0,"a\/b":{"B" :[ 1,2 ]},"a\/b":null}""", json, StringComparison.Ordinal);
        Assert.Contains("\"agent\":{\"name\":\"pi\",\"version\":null,\"model\":null,\"future\":\"\\u00e9\"}", json, StringComparison.Ordinal);
        Assert.Equal(json, Json.Rewrite(json));
    }
}
