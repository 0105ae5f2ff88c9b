using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace OpenTraces.Schema.Tests.Canonical;

public sealed class CanonicalJsonTests
{
    [Fact]
    public void The_golden_vector_holds()
    {
        var value = RawJson.Parse("""{"b":1,"a":"h\u00e9\u2603","n":null,"f":1.0,"l":[1,2]}""");
        Assert.Equal("""{"a":"hé☃","b":1,"f":1.0,"l":[1,2],"n":null}""", Write(value));
        Assert.Equal("c6bfbe945eaffe02fc64ed0b7beab035596778de9def0870ed68945734a2a6c8", CanonicalJson.Hash(value).ToString());
    }

    [Fact]
    public void The_golden_payload_hash_holds() =>
        Assert.Equal("sha256:5aff422311aaf6f4983b3d9ae0b75826621e553375d62a2f03fa5578e5e64be1",
            CanonicalJson.Hash(RawJson.Parse(""" { "path" : "a.txt" } """)).ToPrefixedString());

    [Theory]
    [InlineData("""{"z":{"b":[ ],"a":{ }},"a":[{"d":1,"c":2}]}""", """{"a":[{"c":2,"d":1}],"z":{"a":{},"b":[]}}""")]
    [InlineData("""{"a":1,"b":2,"a":{"x":3}}""", """{"a":{"x":3},"b":2}""")]
    [InlineData("""{"ab":1,"a":2,"":3}""", """{"":3,"a":2,"ab":1}""")]
    [InlineData("""[1e3,1.50,-0,1E+400]""", """[1e3,1.50,-0,1E+400]""")]
    [InlineData(""" "\u0041\u000a\u000B\/\u007f\u2028\"" """, "\"A\\n\\u000b/\u007f\u2028\\\"\"")]
    [InlineData("""["\ud83d\ude00","\udE00\ud83d"]""", """["😀","\ude00\ud83d"]""")]
    [InlineData("true", "true")]
    public void One_value_has_one_spelling(string json, string canonical)
    {
        Assert.Equal(canonical, Write(RawJson.Parse(json)));
        Assert.Equal(canonical, Write(RawJson.Parse(canonical)));
    }

    [Fact]
    public void Names_are_ordered_by_code_point_not_by_unit() =>
        Assert.Equal("{\"z\":1,\"\uE000\":3,\"\uFFFF\":4,\"😀\":2}", Write(RawJson.Parse("{\"😀\":2,\"\uFFFF\":4,\"\uE000\":3,\"z\":1}")));

    [Theory]
    [InlineData("""{"\ud7ff":1,"\udfff":2,"\ue000":3,"\ud800":4,"a\n":5,"a ":6,"a":7}""", """{"a":7,"a\n":5,"a ":6,"\uD7FF":1,"\ud800":4,"\udfff":2,"\uE000":3}""")]
    [InlineData("""{"b":1,"\u0061":2,"a":3}""", """{"a":3,"b":1}""")]
    [InlineData("""{"a":3,"b":1,"\u0061":2}""", """{"a":2,"b":1}""")]
    public void Escaped_names_are_ordered_by_what_they_mean(string json, string canonical) =>
        Assert.Equal(
            canonical.Replace("\\uD7FF", "\uD7FF", StringComparison.Ordinal).Replace("\\uE000", "\uE000", StringComparison.Ordinal),
            Write(RawJson.Parse(json)));

    [Fact]
    public void The_order_of_members_in_the_source_does_not_matter() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<Dictionary<string, int>>(), map =>
        {
            static RawJson Build(IEnumerable<KeyValuePair<string, int>> members) => RawJson.Build(writer =>
            {
                writer.WriteStartObject();
                foreach (var (name, value) in members)
                    writer.WriteNumber(name, value);
                writer.WriteEndObject();
            });
            return Write(Build(map)) == Write(Build(map.Reverse()));
        }));

    private static string Write(RawJson value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        CanonicalJson.Write(buffer, value);
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(buffer.WrittenSpan);
    }
}
