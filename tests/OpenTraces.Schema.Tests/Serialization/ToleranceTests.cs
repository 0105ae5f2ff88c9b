using System.Text;
using Xunit;

namespace OpenTraces.Schema.Tests.Serialization;

public sealed class ToleranceTests
{
    [Theory]
    [InlineData("task")]
    [InlineData("environment")]
    [InlineData("system_prompts")]
    [InlineData("tool_definitions")]
    [InlineData("steps")]
    [InlineData("outcome")]
    [InlineData("patches")]
    [InlineData("dependencies")]
    [InlineData("metrics")]
    [InlineData("security")]
    [InlineData("lifecycle")]
    [InlineData("git_links")]
    [InlineData("generation_index")]
    [InlineData("context_tree_summary")]
    [InlineData("metadata")]
    [InlineData("schema_version")]
    public void Null_stands_for_the_default(string member) =>
        Assert.Equal(Json.Rewrite(Json.Record("\"steps\":[]")), Json.Rewrite(Json.Record($"\"{member}\":null")));

    [Theory]
    [InlineData("5", 5)]
    [InlineData("5.0", 5)]
    [InlineData("1e3", 1000)]
    [InlineData("\"7\"", 7)]
    [InlineData("\"7.00\"", 7)]
    [InlineData("-0", 0)]
    [InlineData("2147483648", int.MaxValue)]
    [InlineData("-9e99", int.MinValue)]
    [InlineData("1e999", int.MaxValue)]
    [InlineData("123456789012345678901234567890123456789012345678901234567890", int.MaxValue)]
    public void A_whole_number_is_read_however_it_is_spelled(string text, int expected) =>
        Assert.Equal(expected, Json.Parse(Json.Record($"\"generation_index\":{text}")).GenerationIndex);

    [Theory]
    [InlineData("1.5")]
    [InlineData("\"\"")]
    [InlineData("\" 7\"")]
    [InlineData("\"Infinity\"")]
    [InlineData("\"0x10\"")]
    [InlineData("true")]
    [InlineData("{}")]
    public void What_is_no_whole_number_is_refused(string text) =>
        Assert.StartsWith("$.generation_index is not a ", Refused(Json.Record($"\"generation_index\":{text}")), StringComparison.Ordinal);

    [Theory]
    [InlineData("1e999", double.MaxValue)]
    [InlineData("-1e999", double.MinValue)]
    [InlineData("\"0.5\"", 0.5)]
    [InlineData("3", 3.0)]
    public void A_real_number_is_read_and_never_infinite(string text, double expected) =>
        Assert.Equal(expected, Json.Parse(Json.Record($"\"outcome\":{{\"reward\":{text}}}")).Outcome.Reward);

    [Fact]
    public void Of_several_members_with_one_name_the_last_counts()
    {
        var record = Json.Parse(Json.Record("\"lifecycle\":\"final\",\"steps\":[{\"step_index\":1,\"role\":\"user\"}],\"lifecycle\":null,\"steps\":[]"));
        Assert.Equal("provisional", record.Lifecycle);
        Assert.Empty(record.Steps);
    }

    [Fact]
    public void A_name_may_be_escaped() =>
        Assert.Equal("final", Json.Parse(Json.Record("\"life\\u0063ycle\":\"final\"")).Lifecycle);

    [Fact]
    public void A_byte_order_mark_and_white_space_around_do_no_harm() =>
        Assert.Equal("t", Json.Parse("\uFEFF \r\n" + Json.Record("\"steps\":[]") + "\n ").TraceId);

    [Fact]
    public void Bytes_that_are_not_utf8_do_not_cost_the_record()
    {
        byte[] json = [.. "{\"trace_id\":\"t\",\"session_id\":\"a"u8, 0xFF, 0xC3, .. "\\n\",\"agent\":{\"name\":\"pi\"},\"x"u8, 0xFF, .. "\":\""u8, 0xFE, .. "\"}"u8];
        var record = TraceJson.Parse(json);
        Assert.Equal("a\uFFFD\uFFFD\n", record.SessionId);
        Assert.Equal([.. "\"x"u8, 0xFF, .. "\""u8], record.Unknown[0].Name.Utf8.ToArray());
        Assert.Equal([.. "\""u8, 0xFE, .. "\""u8], record.Unknown[0].Value.Utf8.ToArray());
        Assert.Contains("\"x\uFFFD\"", Encoding.UTF8.GetString(TraceJson.Serialize(record)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_lone_surrogate_in_the_name_of_a_free_member_does_no_harm()
    {
        var metadata = Json.Parse(Json.Record("\"metadata\":{\"\\ud800\":1,\"b\":2}")).Metadata;
        Assert.True(metadata.TryGetMember("b"u8, out var value));
        Assert.Equal("2", value.ToString());
    }

    [Theory]
    [InlineData(TraceJson.MaxDepth, true)]
    [InlineData(TraceJson.MaxDepth + 50, false)]
    [InlineData(100_000, false)]
    public void Nesting_has_a_limit(int depth, bool allowed)
    {
        var input = new string('[', depth) + new string(']', depth);
        var json = Json.Record(
            $$""" "steps":[{"step_index":1,"role":"agent","tool_calls":[{"tool_call_id":"c","tool_name":"n","input":{{input}}}]}]""");
        if (allowed)
            Assert.Equal(RawJson.Parse(input), Json.Parse(json).Steps[0].ToolCalls[0].Input);
        else
            Assert.StartsWith("Not JSON at line 1, byte ", Refused(json), StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_read_from_several_lines_is_written_on_one()
    {
        var pretty = "{\r\n \"trace_id\": \"t\",\r\n \"session_id\": \"s\", \"agent\": {\n\"name\": \"pi\"},\n"
            + " \"metadata\": {\r\n  \"a\": [\n 1,\r 2]\n },\n \"more\": {\n \"b\" : \"c d\"\r\n}\n}\n";
        var written = Json.Rewrite(pretty);
        Assert.DoesNotContain('\n', written);
        Assert.DoesNotContain('\r', written);
        Assert.EndsWith("\"metadata\":{  \"a\": [ 1, 2] },\"more\":{ \"b\" : \"c d\"}}", written, StringComparison.Ordinal);
        Assert.Equal(written, Json.Rewrite(written));
    }

    private static string Refused(string json)
    {
        var error = Assert.Throws<OpenTracesException>(() => Json.Parse(json));
        Assert.Equal(OpenTracesErrorCode.InvalidTrace, error.Code);
        return error.Message;
    }
}
