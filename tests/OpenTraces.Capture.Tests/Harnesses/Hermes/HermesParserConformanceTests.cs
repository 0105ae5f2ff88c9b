using OpenTraces.Capture.Harnesses.Hermes;
using OpenTraces.Conformance;

namespace OpenTraces.Capture.Tests.Harnesses.Hermes;

public sealed class HermesParserConformanceTests : HarnessParserConformance
{
    protected override bool StatesUsage => false;

    protected override IHarnessParser Create() => new HermesParser();

    protected override string Sample { get; } = string.Join('\n',
        """{"role":"session_meta","tools":[{"type":"function","function":{"name":"terminal","parameters":{}}}],"model":"lab/m-1","platform":"cli","timestamp":"2026-03-01T10:00:00.000001"}""",
        """{"role":"user","content":"Round the totals","timestamp":"2026-03-01T10:00:00.100000"}""",
        """{"role":"assistant","content":"Looking.","reasoning":"Where are they?","finish_reason":"tool_calls","tool_calls":[{"id":"c1","call_id":"c1","type":"function","function":{"name":"read_file","arguments":"{\"path\":\"src/cart.js\"}"}}],"timestamp":"2026-03-01T10:00:01.000000"}""",
        """{"role":"tool","tool_call_id":"c1","content":"{\"content\":\"1|let total = sum;\",\"total_lines\":1}","timestamp":"2026-03-01T10:00:01.000000"}""",
        """{"role":"assistant","content":null,"tool_calls":[{"id":"c2","type":"function","function":{"name":"patch","arguments":"{\"path\":\"src/cart.js\",\"old_string\":\"sum\",\"new_string\":\"round(sum)\"}"}},{"id":"c3","type":"function","function":{"name":"write_file","arguments":"{\"path\":\"notes.md\",\"content\":\"rounded\\n\"}"}}],"timestamp":"2026-03-01T10:00:02.000000"}""",
        """{"role":"tool","tool_call_id":"c2","content":"{\"success\":true}","timestamp":"2026-03-01T10:00:02.000000"}""",
        """{"role":"tool","tool_call_id":"c3","content":"{\"bytes_written\":8}","timestamp":"2026-03-01T10:00:02.000000"}""",
        """{"role":"assistant","content":null,"tool_calls":[{"id":"c4","type":"function","function":{"name":"terminal","arguments":"{\"command\":\"npm test\"}"}}],"timestamp":"2026-03-01T10:00:03.000000"}""",
        """{"role":"tool","tool_call_id":"c4","content":"{\"output\":\"1 failing\",\"exit_code\":1,\"error\":null}","timestamp":"2026-03-01T10:00:03.000000"}""",
        """{"role":"assistant","content":"One test is left.","finish_reason":"stop","timestamp":"2026-03-01T10:00:04.000000"}""") + "\n";
}
