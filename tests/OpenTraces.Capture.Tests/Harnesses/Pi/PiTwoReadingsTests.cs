using System.Text;
using OpenTraces.Capture.Harnesses.Pi;
using OpenTraces.Capture.Tests.Harnesses.CodexCli;
using OpenTraces.Conformance;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;
using static OpenTraces.Capture.Tests.Harnesses.Pi.PiLines;

namespace OpenTraces.Capture.Tests.Harnesses.Pi;

/// <summary>A session that can be opened again is read ahead instead of held, and nobody can tell from what comes out.</summary>
public class PiTwoReadingsTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Every_real_session_is_the_same_either_way()
    {
        foreach (var file in Corpus.Files().Where(f => f.Contains("pi/", StringComparison.Ordinal) && f.EndsWith(".jsonl", StringComparison.Ordinal)))
            await PiTwoReadings.AgreeAsync(await File.ReadAllBytesAsync(Corpus.Require(file)), file);
    }

    [Fact]
    public async Task Sessions_of_many_branches_are_the_same_either_way()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var steps = 0;
        for (var round = 0; round < 1500; round++)
            steps += (await PiTwoReadings.AgreeAsync(new BranchedSession(random).Write(), $"round {round}")).Steps.Count;
        Assert.True(steps > 1500);
    }

    [Fact]
    public async Task A_parent_that_comes_later_is_bridged()
    {
        var run = await PiTwoReadings.AgreeAsync(Header, User("u1", null, "one"), User("u2", "u3", "two"), User("u3", "u1", "three"), User("u4", "u2", "four"));
        Assert.Equal(["one", "two", "four"], run.Steps.Select(s => s.Content));
    }

    [Fact]
    public async Task A_header_that_comes_later_is_the_parent_of_roots_before_it()
    {
        var run = await PiTwoReadings.AgreeAsync(User("u1", "other", "one"), User("u2", "s-1", "two"), Header, User("u3", "u2", "three"));
        Assert.Equal(["two", "three"], run.Steps.Select(s => s.Content));
        Assert.Contains("\"branch_points\":1,\"inactive_entries\":1,\"bridged_parents\":1", run.Header.Metadata.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"message","id":"u2","parentId":"u1","message":{"role":"user","content":"tor""")]
    [InlineData("""{"type":"message","id":"u2","parentId":null""")]
    [InlineData("{")]
    public async Task A_torn_last_line_is_named_and_takes_no_branch(string torn)
    {
        var lines = PiTwoReadings.Bytes(Header, User("u1", null, "one"));
        var run = await PiTwoReadings.AgreeAsync([.. lines, .. Encoding.UTF8.GetBytes(torn)]);
        Assert.Equal(EntryFate.Malformed, run.Entries[^1].Fate);
        Assert.Equal("one", run.Steps[0].Content);
    }

    [Fact]
    public async Task A_call_is_not_answered_from_another_branch_nor_twice()
    {
        var run = await PiTwoReadings.AgreeAsync(Header,
            Assistant("a1", null, Call("c1", "bash", "{}") + "," + Call("c2", "bash", "{}")),
            Result("r1", "a1", "c1", "left"),
            Result("r2", "a1", "c2", "right"),
            Result("r3", "r2", "c2", "again"),
            Assistant("a2", "r3", Call("c2", "bash", "{}")),
            Result("r4", "a2", "c2", "for the second"));
        Assert.Equal([null, "right", "for the second"], run.Steps.SelectMany(s => s.Observations).Select(o => o.Content));
        Assert.Equal(["c1"], run.CallsWithoutResult);
        Assert.Equal(["inactive_branch", "repeated_result"], run.Entries.Where(e => e.Fate == EntryFate.Ignored).Select(e => e.Reason));
    }

    [Fact]
    public async Task An_answer_that_comes_late_reaches_its_call()
    {
        var steps = Enumerable.Range(0, 300).Select(i => User($"u{i}", i == 0 ? "a1" : $"u{i - 1}", "and"));
        var run = await PiTwoReadings.AgreeAsync([Header, Assistant("a1", null, Call("c1", "bash", "{}")), .. steps, Result("r1", "u299", "c1", "at last")]);
        Assert.Equal("at last", run.Steps[0].Observations.Single().Content);
    }

    [Fact]
    public async Task A_step_is_held_only_until_its_calls_are_answered()
    {
        var lines = new List<string> { Header, Assistant("lost", null, Call("never", "bash", "{}")) };
        for (var i = 0; i < 2000; i++)
        {
            lines.Add(Assistant($"a{i}", i == 0 ? "lost" : $"r{i - 1}", Call($"c{i}", "bash", "{}")));
            lines.Add(Result($"r{i}", $"a{i}", $"c{i}", "ok"));
            lines.Add(User($"left{i}", $"a{i}", "on a branch left behind"));
        }

        lines.Add(User("end", "r1999", "end"));
        var bytes = PiTwoReadings.Bytes([.. lines]);
        var sink = new CountingSink();
        await new PiParser().ParseAsync(PiTwoReadings.Source(bytes, bytes), sink);
        Assert.Equal((2002, 1), (sink.Steps, sink.MostHeld));
        Assert.Equal(["never"], sink.Unanswered);
        Assert.Equal(2000, sink.Ignored["inactive_branch"]);
    }

    [Fact]
    public async Task An_answer_behind_more_steps_than_are_held_is_late_and_named()
    {
        const int Window = 16 * 1024;
        var lines = new List<string> { Header, Assistant("a", null, Call("c", "bash", "{}")) };
        for (var i = 0; i < Window + 10; i++)
            lines.Add(User($"u{i}", i == 0 ? "a" : $"u{i - 1}", "go on"));
        lines.Add(Result("r", $"u{Window + 9}", "c", "at last"));
        lines.Add(Result("r2", "r", "c", "once more"));

        var session = await PiTwoReadings.AgreeAsync([.. lines]);
        Assert.Equal(["c"], session.CallsWithoutResult);
        Assert.Empty(session.ResultsWithoutCall);
        var bytes = PiTwoReadings.Bytes([.. lines]);
        var sink = new CountingSink();
        await new PiParser().ParseAsync(PiTwoReadings.Source(bytes, bytes), sink);
        Assert.InRange(sink.MostHeld, 2, Window + 1);
        Assert.Equal((1, 1), (sink.Ignored["late_result"], sink.Ignored["repeated_result"]));
    }

    [Theory]
    [InlineData("\"id\":\"u2\"", "\"id\":\"u9\"")]
    [InlineData("\"parentId\":\"r1\"", "\"parentId\":null")]
    [InlineData("\"toolCallId\":\"c1\"", "\"toolCallId\":\"c2\"")]
    [InlineData("\"id\":\"c1\"", "\"id\":\"c2\"")]
    [InlineData("tinyshop", "bigshop")]
    [InlineData("\"role\":\"toolResult\"", "\"role\":\"user\"")]
    [InlineData("T10:00:01", "T10:00:02")]
    [InlineData("{\"type\":\"message\",\"id\":\"a1\"", "\n{\"type\":\"message\",\"id\":\"a1\"")]
    [InlineData("\"type\":\"toolCall\"", "\"type\":\"toolCalls\"")]
    public async Task A_session_that_is_another_when_it_is_read_is_refused(string before, string after)
    {
        var text = string.Join('\n', Header, User("u1", null, "one"), Assistant("a1", "u1", Call("c1", "bash", "{}")),
            Result("r1", "a1", "c1", "ok"), User("u2", "r1", "two")) + "\n";
        Assert.Contains(before, text, StringComparison.Ordinal);
        var (bytes, other) = (Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(text.Replace(before, after, StringComparison.Ordinal)));
        foreach (var (read, ahead) in new[] { (bytes, other), (other, bytes) })
        {
            var refused = await Assert.ThrowsAsync<OpenTracesException>(() => RecordedSession.ReadAsync(new PiParser(), PiTwoReadings.Source(read, ahead)));
            Assert.Equal(OpenTracesErrorCode.SourceChanged, refused.Code);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task A_session_that_is_longer_or_shorter_when_it_is_read_is_refused(int lines)
    {
        string[] all = [Header, User("u1", null, "one"), Assistant("a1", "u1", Call("c1", "bash", "{}")), Result("r1", "a1", "c1", "ok")];
        var (whole, part) = (PiTwoReadings.Bytes(all), PiTwoReadings.Bytes(all[..lines]));
        foreach (var (read, ahead) in new[] { (whole, part), (part, whole) })
        {
            var refused = await Assert.ThrowsAsync<OpenTracesException>(() => RecordedSession.ReadAsync(new PiParser(), PiTwoReadings.Source(read, ahead)));
            Assert.Equal(OpenTracesErrorCode.SourceChanged, refused.Code);
        }
    }
}
