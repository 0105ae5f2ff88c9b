using System.Text;
using Xunit;

namespace OpenTraces.Schema.Tests.Serialization;

public sealed class ParseReportJsonTests
{
    private const string Full =
        """{"parser":"codex-cli","parser_version":3,"lines":{"total":15,"mapped":1,"folded":2,"carried":3,"ignored":4,"malformed":5}"""
        + ""","ignored_reasons":{"B":2,"a":1,"☃\"":3},"malformed_lines":[{"line":7,"cause":"invalid_json"}]"""
        + ""","calls_without_result":["c1"],"results_without_call":["c2"],"unknown_types":{"x":1}}""";

    [Fact]
    public void A_report_is_written_in_one_way_whatever_the_order_of_its_dictionaries()
    {
        var report = TraceJson.ParseReport(Encoding.UTF8.GetBytes(Full));
        var shuffled = report with { IgnoredReasons = new Dictionary<string, int> { ["☃\""] = 3, ["a"] = 1, ["B"] = 2 } };
        Assert.Equal(Full, Json.Write(shuffled, TraceJson.WriteReport));
        Assert.Equal(15, report.Lines.Total);
        Assert.Equal(new MalformedLine(7, "invalid_json"), report.MalformedLines[0]);
    }

    [Fact]
    public void A_report_without_its_parser_is_refused() =>
        Assert.Equal("$.parser is missing.",
            Assert.Throws<OpenTracesException>(() => TraceJson.ParseReport("{}"u8)).Message);
}
