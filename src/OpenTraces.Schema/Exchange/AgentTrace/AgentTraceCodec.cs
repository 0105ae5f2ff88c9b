using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>
/// Agent Trace: file, conversation, range of lines. It is a record's <see cref="Attribution"/>; where a record has none, it
/// is computed from the patches.
/// </summary>
internal sealed class AgentTraceCodec : IExchangeCodec
{
    public const string Kept = "exchange.agent-trace";

    private const string OtherPath = "A path is written relative to the project; what lies outside is left out, since its path would tell the reader's home.";

    public LossRules Rules { get; } = new(
        new LossRuleSet
        {
            NoPlace = "An Agent Trace record says who wrote which lines, nothing of the session.",
            Elsewhere = AgentTraceNotes.Counted,
            Rules =
            [
                new("trace_id", LossKind.Renamed, "The id of an Agent Trace record is a UUID."),
                new("session_id", LossKind.Dropped, "An Agent Trace record names no session."),
                new("attribution.files[].path", LossKind.Approximated, OtherPath),
                new("attribution.unaccounted_files*", LossKind.Approximated, OtherPath),
                new("attribution.files[].conversations[].url", LossKind.Dropped, "An address is written when it is one on the web or of a trace: any other may tell a place on this machine."),
                new("attribution.files[].conversations[].ranges[].c*", LossKind.Dropped, "An Agent Trace range is its lines, their hash and who wrote them."),
                new("attribution.files[].conversations[].contributor*", LossKind.Truncated, "A model id is cut at 250 characters."),
                new("attribution*", LossKind.Approximated, "The attribution is computed from the patches, a file before this one is left out, or the value tells a place on this machine."),
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
            Rules =
            [
                new("version", LossKind.Approximated, "It is written as the current version."),
                new("files*", LossKind.Dropped, "A trace record has no member for it, or it tells a place on a machine, which is not written."),
            ],
            Whole = ["metadata.*", "*related"],
            Maps = [],
        });

    public IReadOnlyList<int>? Write(Utf8JsonWriter writer, TraceRecord record, IReadOnlyList<TracePatch> patches, LossNotes notes)
    {
        var attribution = record.Attribution is { } said
            ? RelativeAttribution.Of(said, patches) : PatchAttribution.Of(record, patches, notes);
        AgentTraceNotes.Add(notes, record, attribution, patches);
        AgentTraceWriter.Write(writer, record, attribution);
        return null;
    }

    public TraceRecord Read(RawJson document) => AgentTraceReader.Read(document);
}
