using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>
/// The Agent Trajectory Interchange Format. The main conversation is the document's own steps; a sub-agent's is embedded
/// in the trajectory that started it, so that summing the documents counts every token once. What the format has no
/// member for stands in the <c>extra</c> of its place, under <c>opentraces</c>.
/// </summary>
internal sealed class AtifCodec : IExchangeCodec
{
    private const string NotKept = "ATIF has no member for it.";
    private const string InExtra = "ATIF has no member for it; it stands in extra.opentraces.";

    private static readonly string[] TokenTotals =
        ["metrics.total_input_tokens", "metrics.total_output_tokens", "metrics.total_cache_read_tokens"];

    public LossRules Rules { get; } = new(
        new LossRuleSet
        {
            NoPlace = NotKept,
            Rules = [new("steps[].tool_calls[].input", LossKind.Approximated, "ATIF asks for an object; what is none stands under raw.")],
            Carried = CarriedPaths.Rules(InExtra),
        },
        new LossRuleSet
        {
            NoPlace = "A trace record has no member for it.",
            CountAdditions = false,
            Rules = [new("schema_version", LossKind.Approximated, "It is written as the current version.")],
            Whole = ["*extra", "*arguments", "*tool_definitions[]"],
            Maps = [],
        });

    public IReadOnlyList<int>? Write(Utf8JsonWriter writer, TraceRecord record, IReadOnlyList<TracePatch> patches, LossNotes notes)
    {
        if (record.Agent.Version is null)
            notes.Add("agent.version", LossKind.Approximated, "ATIF asks for a version; unknown stands for none.");
        if (!AtifWriter.TellUsage(record.Metrics) && record.Steps.All(static s => !PromptTokens.Any(s.TokenUsage)))
        {
            foreach (var path in TokenTotals)
                notes.Add(path, LossKind.Approximated, "The session tells no usage: the count is left out, where a record has 0.");
        }

        new AtifWriter(record).Write(writer);
        return null;
    }

    public TraceRecord Read(RawJson document) => new AtifReader(document).Read();
}
