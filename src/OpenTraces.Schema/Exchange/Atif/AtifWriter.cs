using System.Globalization;
using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Writes a record as one trajectory with its sub-agents inside.</summary>
internal sealed class AtifWriter(TraceRecord record)
{
    private readonly List<StepThread> _threads = StepThread.Split(record.Steps);

    public void Write(Utf8JsonWriter writer)
    {
        var document = Trajectory(_threads[0]);
        if (record.Metadata.TryGetMember("exchange.atif"u8, out var kept))
            document = Original.Merge(document, kept, overrule: false);
        CleanText.Of(document).WriteTo(writer);
    }

    private RawJson Trajectory(StepThread thread) => RawJson.Build(writer =>
    {
        var main = thread.ParentStep is null;
        writer.WriteStartObject();
        writer.WriteString("schema_version"u8, AtifPlaces.Version);
        writer.PutText("session_id"u8, record.SessionId);
        writer.PutText("trajectory_id"u8, IdOf(thread));
        WriteAgent(writer, main);
        WriteSteps(writer, thread);
        WriteMetrics(writer, thread, main);
        if (main)
            writer.PutExtension("extra"u8, RootRemainder());
        var started = _threads.Where(t => t.ParentStep is { } parent && thread.Steps.Exists(s => s.StepIndex == parent)).ToList();
        if (started.Count > 0)
        {
            writer.WriteStartArray("subagent_trajectories"u8);
            foreach (var child in started)
                Child(child).WriteTo(writer);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    });

    // What an embedded trajectory said of itself rules over what the record says of the whole.
    private RawJson Child(StepThread thread)
    {
        Original.Take(thread.Steps[0].Unknown, AtifPlaces.KeptTrajectory, out var kept);
        return kept is { } value ? Original.Merge(Trajectory(thread), value, overrule: true) : Trajectory(thread);
    }

    private string IdOf(StepThread thread)
    {
        if (thread.ParentStep is not { } parent)
            return Foreign.Object(Foreign.Object(record.Metadata)[AtifPlaces.Kept]).Text("trajectory_id") ?? record.TraceId;
        Original.Take(thread.Steps[0].Unknown, AtifPlaces.KeptTrajectory, out var kept);
        return kept?.GetString("trajectory_id"u8)
            ?? string.Create(CultureInfo.InvariantCulture, $"{record.TraceId}:{parent}{(thread.Ordinal == 0 ? "" : $".{thread.Ordinal}")}");
    }

    private void WriteAgent(Utf8JsonWriter writer, bool main)
    {
        var agent = record.Agent;
        writer.WriteStartObject("agent"u8);
        writer.PutText("name"u8, agent.Name);
        writer.PutText("version"u8, agent.Version ?? AtifPlaces.UnknownVersion);
        writer.PutText("model_name"u8, agent.Model);
        if (main && record.ToolDefinitions.Count > 0 && ToolsFit())
            writer.WriteList("tool_definitions"u8, record.ToolDefinitions, static (output, tool) => CleanText.Of(tool).WriteTo(output));
        if (main)
        {
            var blank = new Agent { Name = agent.Name };
            var value = agent with { Version = agent.Version == AtifPlaces.UnknownVersion ? agent.Version : null, Model = null };
            writer.PutExtension("extra"u8, Remainder.Of(value, blank, AgentJson.Write));
        }

        writer.WriteEndObject();
    }

    private bool ToolsFit() => record.ToolDefinitions.All(static t => t.Kind == JsonValueKind.Object);

    private void WriteSteps(Utf8JsonWriter writer, StepThread thread)
    {
        writer.WriteStartArray("steps"u8);
        for (var i = 0; i < thread.Steps.Count; i++)
        {
            var step = thread.Steps[i];
            var embedded = _threads.Where(t => t.ParentStep == step.StepIndex).Select(IdOf).ToList();
            Step(step, i + 1, embedded).WriteTo(writer);
        }

        writer.WriteEndArray();
    }

    private static RawJson Step(Step step, int id, IReadOnlyList<string> embedded)
    {
        var unknown = Original.Take(Original.Take(step.Unknown, AtifPlaces.KeptTrajectory, out _), AtifPlaces.Kept, out var kept);
        var ours = AtifStepWriter.Write(step with { Unknown = unknown }, id, embedded);
        return kept is { } value ? Original.Restore(ours, value, whole => AtifStepWriter.Write(AtifStepReader.Read(whole, id), id, embedded)) : ours;
    }

    private void WriteMetrics(Utf8JsonWriter writer, StepThread thread, bool main)
    {
        var sums = TraceMeasures.Of(thread.Steps);
        if (main && Foreign.Object(record.Metadata)[AtifPlaces.Kept] is { Kind: JsonValueKind.Object } kept
            && Foreign.Object(kept)["final_metrics"] is { Kind: JsonValueKind.Object } said
            && Says(said, sums))
        {
            writer.PutRaw("final_metrics"u8, said);
            return;
        }

        // A session whose steps tell no usage may still tell its totals.
        if (main && record.Steps.All(static s => !PromptTokens.Any(s.TokenUsage)))
            sums = record.Metrics;
        writer.WriteStartObject("final_metrics"u8);
        if (TellUsage(sums))
        {
            writer.WriteWhole("total_prompt_tokens"u8, AtifStepWriter.Sum(sums.TotalInputTokens, sums.TotalCacheReadTokens, sums.TotalCacheCreationTokens));
            writer.WriteWhole("total_completion_tokens"u8, sums.TotalOutputTokens);
            writer.WriteWhole("total_cached_tokens"u8, sums.TotalCacheReadTokens);
        }

        if (main && record.Metrics.EstimatedCostUsd is { } cost)
            writer.WriteReal("total_cost_usd"u8, cost);
        writer.WriteWhole("total_steps"u8, thread.Steps.Count);
        if (sums.TotalCacheCreationTokens > 0)
        {
            writer.WriteStartObject("extra"u8);
            writer.WriteWhole("total_cache_creation_input_tokens"u8, sums.TotalCacheCreationTokens);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>A record has no other word for unknown than 0, and nothing is used by no call.</summary>
    public static bool TellUsage(TraceMetrics totals) =>
        (totals.TotalInputTokens | totals.TotalOutputTokens | totals.TotalCacheReadTokens | totals.TotalCacheCreationTokens) != 0;

    // Totals somebody else gave stand as long as they are still the record's.
    private bool Says(RawJson totals, TraceMetrics sums) =>
        Remainder.Of(AtifReader.ReadMetrics(totals, sums), record.Metrics, TraceMetricsJson.Write) is null;

    private RawJson? RootRemainder()
    {
        var agent = new Agent { Name = record.Agent.Name };
        var sums = TraceMeasures.Of(record.Steps);
        var said = Foreign.Object(Foreign.Object(record.Metadata)[AtifPlaces.Kept])["final_metrics"];
        var blank = new TraceRecord
        {
            TraceId = record.TraceId,
            SessionId = record.SessionId,
            Agent = agent,
            Metrics = Foreign.IsEmpty(said) ? sums : AtifReader.ReadMetrics(said, sums),
        };
        var value = record with
        {
            Agent = agent,
            Steps = [],
            ToolDefinitions = ToolsFit() ? [] : record.ToolDefinitions,
            Metadata = OriginalRoot.Without(record.Metadata, AtifPlaces.Kept),
        };
        return Remainder.Of(value, blank, TraceRecordJson.Write);
    }
}
