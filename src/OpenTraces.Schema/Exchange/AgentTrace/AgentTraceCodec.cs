using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>
/// Agent Trace: file, conversation, range of lines. It is a record's <see cref="Attribution"/>; where a record has none, it
/// is computed from the patches.
/// </summary>
internal sealed class AgentTraceCodec : IExchangeCodec
{
    public const string Kept = "exchange.agent-trace";

    public LossRules Rules { get; } = new(
        new LossRuleSet
        {
            NoPlace = "An Agent Trace record says who wrote which lines, nothing of the session.",
            Elsewhere = AgentTraceNotes.Counted,
            Rules =
            [
                new("trace_id", LossKind.Renamed, "The id of an Agent Trace record is a UUID."),
                new("session_id", LossKind.Dropped, "An Agent Trace record names no session."),
                new("attribution.files[].conversations[].ranges[].c*", LossKind.Dropped, "An Agent Trace range is its lines, their hash and who wrote them."),
                new("attribution.files[].conversations[].contributor*", LossKind.Truncated, "A model id is cut at 250 characters."),
                new("attribution*", LossKind.Approximated, "The attribution is computed from the patches."),
            ],
            Carried =
            [
                new("attribution.experimental", LossKind.Carried, "Agent Trace has no member for it; it stands in metadata."),
                new("attribution.unaccounted_files[]", LossKind.Carried, "Agent Trace has no member for it; it stands in metadata."),
            ],
        },
        new LossRuleSet
        {
            NoPlace = "A trace record has no member for it.",
            CountAdditions = false,
            Rules = [new("version", LossKind.Approximated, "It is written as the current version.")],
            Whole = ["metadata.*", "*related"],
            Maps = [],
        });

    public IReadOnlyList<int>? Write(Utf8JsonWriter writer, TraceRecord record, IReadOnlyList<TracePatch> patches, LossNotes notes)
    {
        var attribution = record.Attribution ?? PatchAttribution.Of(record, patches, notes);
        AgentTraceNotes.Add(notes, record, attribution, patches);
        AgentTraceWriter.Write(writer, record, attribution);
        return null;
    }

    public TraceRecord Read(RawJson document) => AgentTraceReader.Read(document);
}
