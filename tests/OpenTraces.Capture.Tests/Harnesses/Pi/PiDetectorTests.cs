using System.Text;
using OpenTraces.Capture.Harnesses.Pi;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.Pi;

public class PiDetectorTests
{
    [Theory]
    [InlineData("""{"type":"session","id":"a","cwd":"/x"}""")]
    [InlineData("""{"type":"session","version":3,"id":"a","timestamp":"2026-03-01T10:00:00.000Z"}""")]
    [InlineData("""{"type":"model_change","provider":"p","modelId":"m"}""")]
    [InlineData("""{"type":"message","message":{"role":"toolResult","toolCallId":"c","content":[]}}""")]
    [InlineData("""{"type":"message","message":{"role":"user","content":"hi","timestamp":1772359201000}}""")]
    [InlineData("""{"type":"message","message":{"role":"assistant","content":[],"provider":"p","model":"m"}}""")]
    [InlineData("garbage\n{\"type\":\"session\",\"id\":\"a\",\"cwd\":\"/x\"}")]
    public void A_session_is_told_by_its_content(string text) => Assert.True(CanRead(text));

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("""{"type":"session"}""")]
    [InlineData("""{"type":"session_start","id":"d","cwd":"/x"}""" + "\n" + """{"type":"message","id":"m1","message":{"role":"user","content":[],"timestamp":1}}""")]
    [InlineData("""{"type":"message","id":"m1","timestamp":"2026","message":{"role":"user","content":[{"type":"text","text":"hi"}]}}""")]
    [InlineData("""{"type":"message","id":"m1","message":{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"Execute","input":{}}]}}""")]
    [InlineData("""{"type":"user","message":{"role":"user","content":"hi"},"sessionId":"x","uuid":"y"}""")]
    [InlineData("""{"type":"session.model_change","data":{}}""")]
    public void What_only_looks_like_one_is_left_alone(string text) => Assert.False(CanRead(text));

    private static bool CanRead(string text) =>
        new PiParser().CanRead(new HarnessProbe(Encoding.UTF8.GetBytes(text), isWhole: true, "x.jsonl"));
}
