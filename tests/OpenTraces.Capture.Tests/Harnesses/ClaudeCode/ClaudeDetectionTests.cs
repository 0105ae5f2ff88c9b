using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode;

public class ClaudeDetectionTests
{
    [Theory]
    [InlineData("""{"type":"user","message":{"content":"a"},"timestamp":"2025-01-01T12:00:00Z"}""")]
    [InlineData("""{"type":"summary","summary":"s","leafUuid":"x"}""")]
    [InlineData("""{"type":"file-history-snapshot","messageId":"m","snapshot":{}}""")]
    [InlineData("""{"type":"queue-operation","operation":"dequeue","sessionId":"s"}""")]
    [InlineData("""{"type":"permission-mode","permissionMode":"plan","sessionId":"s"}""")]
    [InlineData("""{"type":"system","subtype":"init","session_id":"s","uuid":"u","tools":[]}""")]
    [InlineData("// a comment\n\n{\"type\":\"assistant\",\"message\":{\"role\":\"assistant\",\"content\":[]}}")]
    public void Its_own_shapes_are_taken(string text) => Assert.True(ClaudeRun.Detects(text));

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("42\n[1]\nnull")]
    [InlineData("""{"type":"user","message":{}}""")]
    [InlineData("""{"role":"user","message":{"content":[]}}""")]
    [InlineData("""{"uuid":"u","parentUuid":null,"sessionId":"s","type":"user","message":{"role":"user","parts":[{"text":"a"}]}}""")]
    [InlineData("""{"uuid":"u","sessionId":"s","type":"system","subtype":"ui_telemetry","systemPayload":{}}""")]
    [InlineData("""{"type":"system","subtype":"init","sessionId":"s","timestamp":1,"id":"x"}""")]
    [InlineData("""{"type":"session_meta","payload":{"id":"x"}}""")]
    [InlineData("""{"type":"message","id":"a","parentId":null,"message":{"role":"user","content":"a"}}""")]
    [InlineData("""{"type":"user","content":"a","id":"x"}""")]
    [InlineData("""{"display":"a","sessionId":"s","project":"p"}""")]
    public void Shapes_of_others_are_not(string text) => Assert.False(ClaudeRun.Detects(text));

    [Fact]
    public void A_first_line_longer_than_the_probe_is_told_from_its_beginning()
    {
        var text = """{"parentUuid":null,"isSidechain":false,"cwd":"/x","sessionId":"s","message":{"role":"user","content":""" + "\"" + new string('x', 200_000) + "\"}}";
        Assert.True(ClaudeRun.Detects(text));
    }
}
