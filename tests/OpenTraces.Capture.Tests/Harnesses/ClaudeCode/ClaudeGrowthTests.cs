using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode;

public class ClaudeGrowthTests
{
    [Fact]
    public async Task A_session_keeps_its_identity_and_its_steps_as_it_grows()
    {
        foreach (var file in Corpus.Files().Where(f => f.StartsWith("claude-code/", StringComparison.Ordinal) && f.EndsWith(".jsonl", StringComparison.Ordinal)))
        {
            var bytes = File.ReadAllBytes(Corpus.Require(file));
            var name = Path.GetFileName(file);
            var whole = await ClaudeRun.OfBytesAsync(bytes, name);
            var cut = Array.LastIndexOf(bytes, (byte)'\n', bytes.Length / 2);
            if (cut < 0)
                continue;
            var half = await ClaudeRun.OfBytesAsync(bytes[..(cut + 1)], name);
            if (half.Steps.Count == 0)
                continue;
            Assert.Equal((whole.Header.SessionId, whole.Header.SubAgentId, whole.Header.FirstEntry), (half.Header.SessionId, half.Header.SubAgentId, half.Header.FirstEntry));
            Assert.Equal(half.Steps.Select(s => (s.StepIndex, s.Role, s.Timestamp)), whole.Steps.Take(half.Steps.Count).Select(s => (s.StepIndex, s.Role, s.Timestamp)));
            Assert.Equal(half.Sink.Entries.Select(e => e.Line), whole.Sink.Entries.Take(half.Sink.Entries.Count).Select(e => e.Line));
        }
    }

    [Fact]
    public async Task However_the_bytes_arrive_the_session_is_the_same()
    {
        var path = Corpus.Require("claude-code/entireio__cli__acdd84ab-e724-42c8-925d-420b2a4f1861__ac-0df591859d-0__full.jsonl");
        var whole = await ClaudeRun.OfBytesAsync(File.ReadAllBytes(path), "x.jsonl");
        await using var slow = new TrickleStream(File.ReadAllBytes(path), 37);
        var trickled = await ClaudeRun.OfStreamAsync(slow, "x.jsonl");
        Assert.Equal(whole.Header.Metadata, trickled.Header.Metadata);
        Assert.Equal(whole.Sink.Entries, trickled.Sink.Entries);
        Assert.Equal(whole.Steps.Select(s => s.Content), trickled.Steps.Select(s => s.Content));
        Assert.Equal(whole.Sink.Patches.Select(p => string.Join('\n', p.Added)), trickled.Sink.Patches.Select(p => string.Join('\n', p.Added)));
    }
}
