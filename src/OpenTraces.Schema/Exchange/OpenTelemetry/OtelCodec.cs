using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>
/// Spans of one trace in OTLP JSON: the session invokes an agent, each step of the agent is a call of the model, each tool
/// call a span below it, each sub-agent another invocation below the step that started it. Usage stands on model calls alone.
/// </summary>
internal sealed class OtelCodec : IExchangeCodec
{
    public LossRules Rules { get; } = new(
        new LossRuleSet
        {
            NoPlace = "The conventions have no attribute for it.",
            Carried = CarriedPaths.Rules("The conventions have no attribute for it; it stands in an attribute opentraces.*.",
                "steps[].timestamp", "steps[].step_index", "trace_id", "session_id", "agent.*", "tool_definitions[]"),
        },
        new LossRuleSet
        {
            NoPlace = "A trace record has no member for it.",
            CountAdditions = false,
            Whole = ["*attributes", "*events", "*links"],
            Maps = [],
        });

    public IReadOnlyList<int>? Write(Utf8JsonWriter writer, TraceRecord record, IReadOnlyList<TracePatch> patches, LossNotes notes)
    {
        new OtelWriter(writer, record, notes).Write();
        return null;
    }

    public TraceRecord Read(RawJson document) => new OtelReader(document).Read();
}
