using OpenTraces.Capture.Harnesses.Pi;
using OpenTraces.Conformance;
using static OpenTraces.Capture.Tests.Harnesses.Pi.PiLines;

namespace OpenTraces.Capture.Tests.Harnesses.Pi;

public sealed class PiParserConformanceTests : HarnessParserConformance
{
    protected override IHarnessParser Create() => new PiParser();

    protected override string Sample { get; } = string.Join('\n',
        Header,
        """{"type":"model_change","id":"m1","parentId":null,"timestamp":"2026-03-01T10:00:00.500Z","provider":"anthropic","modelId":"m-1"}""",
        User("u1", "m1", "Round the totals"),
        Assistant("a1", "u1", """{"type":"thinking","thinking":"Where are they?"},""" + Call("c1", "read", """{"path":"src/cart.js"}"""), Usage(900, 40, 0, 800, "0.01")),
        Result("r1", "a1", "c1", "export const total = sum;"),
        Assistant("a2", "r1", Call("c2", "edit", """{"path":"src/cart.js","oldText":"sum","newText":"Math.round(sum)"}""") + "," + Call("c3", "write", """{"path":"notes.md","content":"rounded\n"}"""), Usage(60, 80, 800, 60, "0.02")),
        Result("r2", "a2", "c2", "ok", """ "isError":false,"details":{"diff":"-1 export const total = sum;\n+1 export const total = Math.round(sum);","firstChangedLine":1} """.Trim()),
        Result("r3", "r2", "c3", "ok"),
        User("u2", "a1", "left on another branch"),
        Assistant("a3", "r3", Call("c4", "bash", """{"command":"npm test"}"""), Usage(30, 20, 900, 0, "0.003")),
        Result("r4", "a3", "c4", "1 failing\\n\\nCommand exited with code 1", "\"details\":{},\"isError\":true"),
        """{"type":"compaction","id":"k1","parentId":"r4","timestamp":"2026-03-01T10:06:00.000Z","summary":"Totals are rounded.","firstKeptEntryId":"a3","tokensBefore":2000}""",
        """{"type":"custom_message","id":"x1","parentId":"k1","timestamp":"2026-03-01T10:06:01.000Z","customType":"hint","content":"Mind the tests.","display":false}""",
        Assistant("a4", "x1", """{"type":"text","text":"One test is left."}""", Usage(10, 12, 1000, 0, "0.002"))) + "\n";
}
