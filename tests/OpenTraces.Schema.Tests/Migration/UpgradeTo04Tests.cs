using OpenTraces.Schema.Tests.Serialization;
using Xunit;

namespace OpenTraces.Schema.Tests.Migration;

public sealed class UpgradeTo04Tests
{
    [Theory]
    [InlineData("0.3.0")]
    [InlineData("0.3.0.dev2")]
    [InlineData("0.1.0")]
    public void A_withdrawn_intent_leaves_the_record_for_its_metadata(string version)
    {
        var record = Json.Parse(Json.Record($$$"""
            "schema_version":"{{{version}}}","intent":{"goal":"\u0041"},"metadata":{"a":1.0},"other":2
            """));
        Assert.Equal("\"other\"", Assert.Single(record.Unknown).Name.ToString());
        Assert.Equal("""{"a":1.0,"legacy":{"intent":{"goal":"\u0041"}}}""", record.Metadata.ToString());
    }

    [Theory]
    [InlineData("0.4.0")]
    [InlineData("0.7.0")]
    [InlineData("0.9.0")]
    public void Later_an_intent_is_a_member_like_any_other_that_is_not_known(string version)
    {
        var record = Json.Parse(Json.Record($$""" "schema_version":"{{version}}","intent":7 """));
        Assert.Equal("7", Assert.Single(record.Unknown).Value.ToString());
    }

    [Fact]
    public void Where_the_metadata_has_no_room_it_stays()
    {
        var record = Json.Parse(Json.Record(""" "schema_version":"0.3.0","intent":7,"metadata":{"legacy":[]} """));
        Assert.Equal("7", Assert.Single(record.Unknown).Value.ToString());
        Assert.Equal("""{"legacy":[]}""", record.Metadata.ToString());
    }
}
