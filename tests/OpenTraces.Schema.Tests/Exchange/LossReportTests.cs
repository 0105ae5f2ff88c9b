using System.Text.Json;
using Xunit;

namespace OpenTraces.Schema.Tests.Exchange;

public sealed class LossReportTests
{
    [Fact]
    public void A_report_is_one_json_object_in_a_fixed_order()
    {
        var (_, loss) = Exchanged.Write(ExchangeFormat.AgentTrace, SomeRecord.Make(3));
        using var json = JsonDocument.Parse(Exchanged.Text(loss));
        Assert.Equal("agent-trace", json.RootElement.GetProperty("format").GetString());
        Assert.Equal("0.1.0", json.RootElement.GetProperty("format_version").GetString());
        Assert.Equal("write", json.RootElement.GetProperty("direction").GetString());
        var paths = json.RootElement.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("path").GetString()!).ToList();
        Assert.Equal(paths.Order(StringComparer.Ordinal), paths);
        Assert.All(json.RootElement.GetProperty("entries").EnumerateArray(), e => Assert.True(e.GetProperty("count").GetInt32() > 0 && e.GetProperty("reason").GetString()!.EndsWith('.')));
    }

    [Fact]
    public void What_stands_in_an_extension_is_said_to_be_carried()
    {
        var record = new TraceRecord { TraceId = "t", SessionId = "s", Agent = new Agent { Name = "pi", Version = "1" }, Metrics = new TraceMetrics { TotalInputTokens = 1 }, Steps = [new Step { StepIndex = 1, Role = StepRole.User, ContextNodeId = "sha256:ab" }] };
        var (_, loss) = Exchanged.Write(ExchangeFormat.Atif, record);
        var entry = Assert.Single(loss.Entries);
        Assert.Equal(("steps[].context_node_id", LossKind.Carried, 1), (entry.Path, entry.Kind, entry.Count));
        Assert.True(loss.IsLossless);
    }

    [Fact]
    public void Names_that_may_be_text_do_not_stand_in_a_path()
    {
        var record = new TraceRecord { TraceId = "t", SessionId = "s", Agent = new Agent { Name = "pi" }, Metadata = RawJson.Parse("""{"my secret is 1":1}""") };
        var (_, loss) = Exchanged.Write(ExchangeFormat.OpenAiMessages, record);
        Assert.Contains(loss.Entries, e => e.Path == "metadata.*");
        Assert.DoesNotContain("secret", Exchanged.Text(loss), StringComparison.Ordinal);
    }

    [Fact]
    public void A_format_nobody_knows_is_refused_by_name()
    {
        var error = Assert.Throws<OpenTracesException>(() => ExchangeFormat.Find("csv"));
        Assert.Equal(OpenTracesErrorCode.InvalidRequest, error.Code);
        Assert.Contains("agent-trace", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_record_gives_the_same_bytes()
    {
        foreach (var format in ExchangeFormat.All)
            Assert.Equal(Exchanged.Write(format, SomeRecord.Make(5)).Bytes, Exchanged.Write(format, SomeRecord.Make(5)).Bytes);
    }
}
