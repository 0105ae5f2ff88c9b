using System.Text;
using OpenTraces.Capture.Harnesses.Pi;
using OpenTraces.Schema;
using Xunit;
using static OpenTraces.Capture.Tests.Harnesses.Pi.PiLines;

namespace OpenTraces.Capture.Tests.Harnesses.Pi;

public class PiFuzzTests(ITestOutputHelper output)
{
    private const int Rounds = 1500;

    [Fact]
    public async Task No_damage_makes_the_parser_throw_or_lose_count()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = Damage(Session(), random);
            var run = await PiRun.OfAsync(bytes);
            var again = await PiRun.OfAsync(bytes);

            Assert.Equal(run.Entries, again.Entries);
            Assert.Equal(run.Header.Metadata, again.Header.Metadata);
            Assert.Equal(Enumerable.Range(1, run.Steps.Count), run.Steps.Select(s => s.StepIndex));
            Assert.Equal(run.Entries.Select(e => e.Line).Order(), run.Entries.Select(e => e.Line));
            Assert.Equal(run.Steps.Count, run.Count(EntryFate.Mapped));
            Assert.All(run.Entries, e => Assert.Equal(e.Fate is EntryFate.Ignored or EntryFate.Malformed, e.Reason is not null));
            Assert.All(run.Patches, p => Assert.InRange(p.StepIndex, 1, run.Steps.Count));
            Assert.True(System.Text.Unicode.Utf8.IsValid(run.Header.Metadata.Utf8.Span));
            RawJson.Parse(run.Header.Metadata.Utf8.Span);
            foreach (var call in run.Steps.SelectMany(s => s.ToolCalls))
                Assert.Equal(System.Text.Json.JsonValueKind.Object, RawJson.Parse(call.Input.Utf8.Span).Kind);
            new PiParser().CanRead(new HarnessProbe(bytes, isWhole: true, "x.jsonl"));
        }
    }

    [Fact]
    public async Task Deep_arguments_still_fit_into_a_record()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 500)) + string.Concat(Enumerable.Repeat("]", 500));
        var record = await PiRun.RecordOfAsync(Encoding.UTF8.GetBytes(string.Join('\n',
            Header,
            Assistant("a1", null, Call("c1", "bash", $$"""{"x":{{deep}}}""")),
            $$"""{"type":"custom","id":"x","parentId":"a1","data":{{deep}}}""")));

        Assert.StartsWith("{\"raw\":\"", record.Steps.Single().ToolCalls.Single().Input.ToString(), StringComparison.Ordinal);
        AssertSurvives(record);
    }

    [Fact]
    public async Task Lone_surrogates_and_nul_survive_everywhere()
    {
        const string Odd = "a\\ud800b\\u0000c";
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n',
            $$"""{"type":"session","id":"{{Odd}}","cwd":"{{Odd}}","timestamp":1772359201,"parentSession":"{{Odd}}"}""",
            User(Odd, null, Odd),
            Assistant("a1", Odd, $$"""{"type":"text","text":"{{Odd}}"}""" + "," + Call(Odd, "write", $$"""{"path":"{{Odd}}","content":"{{Odd}}"}""")),
            Result("r1", "a1", Odd, Odd),
            $$"""{"type":"compaction","id":"{{Odd}}","parentId":"r1","summary":"{{Odd}}","tokensBefore":1}""",
            Entry("a2", Odd, $$"""{"role":"assistant","content":[],"stopReason":"error","errorMessage":"{{Odd}}"}""")));
        var run = await PiRun.OfAsync(bytes);

        Assert.Equal("a\ud800b\0c", run.Header.SessionId);
        Assert.Equal(4, run.Steps.Count);
        Assert.Equal("a\ud800b\0c", run.Patches.Single().FilePath);
        AssertSurvives(await PiRun.RecordOfAsync(bytes));
    }

    private static void AssertSurvives(TraceRecord record)
    {
        var json = TraceJson.Serialize(record);
        Assert.Equal(json, TraceJson.Serialize(TraceJson.Parse(json)));
    }

    private static byte[] Session() => Encoding.UTF8.GetBytes(string.Join('\n',
        Header,
        """{"type":"model_change","id":"m1","parentId":null,"provider":"p","modelId":"big"}""",
        User("u1", "m1", "Add a total — bitte"),
        Assistant("a1", "u1", """{"type":"thinking","thinking":"hm"},""" + Call("c1", "edit", """{"path":"a","oldText":"x","newText":"y"}"""), Usage(10, 5, 100, 7, "0.25")),
        Result("r1", "a1", "c1", "ok", """ "isError":false,"details":{"diff":"-1 x\n+1 y","exitCode":0} """.Trim()),
        Assistant("a2", "r1", Call("c2", "write", """{"path":"b","content":"1\n2\n"}"""), Usage(10, 5, 100, 7, "0.25")),
        Result("r2", "a2", "c2", "ok"),
        Entry("b1", "r2", """{"role":"bashExecution","command":"make","output":"bad","exitCode":2}"""),
        """{"type":"custom","id":"x1","parentId":"b1","customType":"todo","data":{"left":[1,2]}}""",
        """{"type":"compaction","id":"k1","parentId":"x1","summary":"so far","firstKeptEntryId":"u1","tokensBefore":5000}""",
        Entry("u3", "k1", """{"role":"user","content":[{"type":"image","data":"AQID","mimeType":"image/png"}],"timestamp":1772359201000}""")) + "\n");

    private static byte[] Damage(byte[] bytes, Random random)
    {
        var damaged = bytes.ToList();
        for (var count = random.Next(1, 6); count > 0; count--)
        {
            var at = random.Next(damaged.Count);
            switch (random.Next(5))
            {
                case 0:
                    damaged[at] = (byte)random.Next(256);
                    break;
                case 1:
                    damaged.RemoveRange(at, random.Next(1, Math.Min(200, damaged.Count - at) + 1));
                    break;
                case 2:
                    damaged.InsertRange(at, damaged.GetRange(at, random.Next(1, Math.Min(200, damaged.Count - at) + 1)));
                    break;
                case 3:
                    damaged.Insert(at, "\"{}[],:\n\\"u8[random.Next(9)]);
                    break;
                default:
                    damaged[at] = damaged[random.Next(damaged.Count)];
                    break;
            }

            if (damaged.Count == 0)
                damaged.Add((byte)'\n');
        }

        return [.. damaged];
    }
}
