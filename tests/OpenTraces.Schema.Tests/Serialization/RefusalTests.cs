using System.Text;
using Xunit;

namespace OpenTraces.Schema.Tests.Serialization;

public sealed class RefusalTests
{
    [Theory]
    [InlineData("""{"session_id":"s","agent":{"name":"pi"}}""", "$.trace_id is missing.")]
    [InlineData("""{"trace_id":"t","agent":{"name":"pi"}}""", "$.session_id is missing.")]
    [InlineData("""{"trace_id":null,"session_id":"s","agent":{"name":"pi"}}""", "$.trace_id is missing.")]
    [InlineData("""{"trace_id":"t","session_id":"s"}""", "$.agent is missing.")]
    [InlineData("""{"trace_id":"t","session_id":"s","agent":{}}""", "$.agent.name is missing.")]
    [InlineData("""{"trace_id":"t","session_id":"s","agent":null}""", "$.agent.name is missing.")]
    [InlineData("""{"trace_id":"t","session_id":"s","agent":[]}""", "$.agent is not an object.")]
    [InlineData("""{"trace_id":7,"session_id":"s"}""", "$.trace_id is not a string.")]
    [InlineData("""{"x":[{"a":1},[2]],"steps":[{"step_index":1,"role":"user"},{"role":"user"}]}""", "$.steps[1].step_index is missing.")]
    [InlineData("""{"steps":[{"step_index":1}]}""", "$.steps[0].role is missing.")]
    [InlineData("""{"steps":[null]}""", "$.steps[0].step_index is missing.")]
    [InlineData("""{"steps":{}}""", "$.steps is not an array.")]
    [InlineData("""{"steps":[{"tool_calls":[{"tool_name":"n"}]}]}""", "$.steps[0].tool_calls[0].tool_call_id is missing.")]
    [InlineData("""{"dependencies":["a",null]}""", "$.dependencies[1] is not a string.")]
    [InlineData("""{"system_prompts":{"my secret":5}}""", "$.system_prompts.* is not a string.")]
    [InlineData("""{"metadata":"x"}""", "$.metadata is not an object.")]
    [InlineData("""{"outcome":{"success":"yes"}}""", "$.outcome.success is not true or false.")]
    [InlineData("[]", "$ is not an object.")]
    [InlineData("\"a\"", "$ is not an object.")]
    public void What_is_wrong_is_named_by_its_place(string json, string message)
    {
        var error = Assert.Throws<OpenTracesException>(() => Json.Parse(json));
        Assert.Equal(OpenTracesErrorCode.InvalidTrace, error.Code);
        Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData("", "Not JSON at line 1, byte 0.")]
    [InlineData("\n\n  secret", "Not JSON at line 3, byte 2.")]
    [InlineData("{\"trace_id\":\"t\",\"session_id\":\"s\",\"agent\":{\"name\":\"pi\"}", "Not JSON at line 1, byte 54.")]
    [InlineData("{\"trace_id\":\"t\",\"session_id\":\"s\",\"agent\":{\"name\":\"pi\"}}{}", "Not JSON at line 1, byte 55.")]
    public void What_is_no_json_is_named_by_its_place_and_not_quoted(string json, string message)
    {
        var error = Assert.Throws<OpenTracesException>(() => Json.Parse(json));
        Assert.Equal(message, error.Message);
        Assert.Null(error.InnerException);
    }

    [Fact]
    public void A_nul_byte_is_no_json() =>
        Assert.Throws<OpenTracesException>(() => TraceJson.Parse(Encoding.UTF8.GetBytes("\0{}")));
}
