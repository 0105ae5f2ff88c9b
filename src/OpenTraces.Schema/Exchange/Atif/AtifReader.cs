using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Reads a trajectory of any version since 1.0 with the trajectories embedded in it.</summary>
internal sealed class AtifReader(RawJson document)
{
    private const int DeepestSubAgent = 32;

    private readonly List<Step> _steps = [];
    private readonly List<int> _parents = [];

    public TraceRecord Read()
    {
        var root = Foreign.Object(document);
        if (root.Text("schema_version") is not { } version || !version.StartsWith("ATIF-v1.", StringComparison.Ordinal))
            throw Foreign.Invalid("is no ATIF trajectory of version 1");
        var agent = ReadAgent(root["agent"]);
        Append(root, parent: -1, depth: 0);
        var steps = InOrder();
        var record = Remainder.Read(Foreign.Object(root["extra"])[Remainder.Name], TraceRecordJson.Read, writer =>
        {
            writer.WriteText("trace_id"u8, TraceIdOf(root));
            writer.WriteText("session_id"u8, root.Text("session_id") ?? "");
            writer.WriteStartObject("agent"u8);
            writer.WriteText("name"u8, agent.Name);
            writer.WriteEndObject();
        });
        record = record with
        {
            Agent = agent,
            Steps = steps,
            ToolDefinitions = Foreign.Object(root["agent"]) is var a && a.Has("tool_definitions")
                ? Foreign.Items(a["tool_definitions"]) : record.ToolDefinitions,
            Metrics = Foreign.Object(Foreign.Object(root["extra"])[Remainder.Name]).Has("metrics")
                ? record.Metrics : ReadMetrics(root["final_metrics"], TraceMeasures.Of(steps)),
        };
        return KeepOriginal(record);
    }

    private string TraceIdOf(ForeignObject root) =>
        root.Text("trajectory_id") is { Length: > 0 } id && (TraceId.TryParse(id, out _) || Foreign.Object(root["extra"]).Has(Remainder.Name))
            ? id : RecordIds.OfDocument(ExchangeFormat.Atif, document);

    private static Agent ReadAgent(RawJson json)
    {
        var agent = Foreign.Object(json);
        var carried = Remainder.Read(Foreign.Object(agent["extra"])[Remainder.Name], AgentJson.Read,
            writer => writer.WriteText("name"u8, agent.Text("name") ?? throw Foreign.Invalid("names no agent")));
        var version = agent.Text("version");
        return carried with
        {
            Version = version is null or AtifPlaces.UnknownVersion ? carried.Version : version,
            Model = agent.Text("model_name"),
        };
    }

    /// <summary>Totals as the document gives them, where its steps give none.</summary>
    public static TraceMetrics ReadMetrics(RawJson json, TraceMetrics sums)
    {
        var totals = Foreign.Object(json);
        var cached = totals.Count("total_cached_tokens");
        return sums with
        {
            TotalOutputTokens = totals.Count("total_completion_tokens") is { } output && sums.TotalOutputTokens == 0 ? output : sums.TotalOutputTokens,
            TotalInputTokens = totals.Count("total_prompt_tokens") is { } prompt && sums.TotalInputTokens == 0 && sums.TotalCacheReadTokens == 0
                ? Math.Max(0, prompt - (cached ?? 0)) : sums.TotalInputTokens,
            TotalCacheReadTokens = cached is { } read && sums.TotalCacheReadTokens == 0 ? read : sums.TotalCacheReadTokens,
            EstimatedCostUsd = totals["total_cost_usd"] is { Kind: JsonValueKind.Number } cost ? new JsonCursor(cost.Utf8.Span).ReadDouble() : null,
        };
    }

    // Children follow the step that started them.
    private void Append(ForeignObject trajectory, int parent, int depth)
    {
        if (depth > DeepestSubAgent)
            throw Foreign.Invalid("embeds trajectories too deeply");
        var children = Foreign.Items(trajectory["subagent_trajectories"]);
        var open = Enumerable.Range(0, children.Count).ToList();
        var items = Foreign.Items(trajectory["steps"]);
        for (var i = 0; i < items.Count; i++)
        {
            var started = AtifStepReader.Refs(items[i]).Select(static r => r.Text("trajectory_id")).ToHashSet();
            var mine = started.Count == 0 ? [] : open.Where(c => started.Contains(Foreign.Object(children[c]).Text("trajectory_id"))).ToList();
            Add(items[i], i + 1, parent, mine.Select(c => Foreign.Object(children[c]).Text("trajectory_id")!).ToList());
            var at = _steps.Count - 1;
            if (i == 0 && depth > 0 && !IsOurs(trajectory))
                _steps[at] = KeepTrajectory(_steps[at], trajectory);
            foreach (var child in mine)
            {
                open.Remove(child);
                Append(Foreign.Object(children[child]), at, depth + 1);
            }
        }

        foreach (var child in open)
            Append(Foreign.Object(children[child]), _steps.Count - 1, depth + 1);
    }

    // One we wrote says nothing of its own.
    private bool IsOurs(ForeignObject trajectory)
    {
        var root = Foreign.Object(document);
        var agent = Foreign.Object(root["agent"]).Members.Where(static m => m.Name is not ("tool_definitions" or "extra"));
        return trajectory.Text("trajectory_id") is { } id && id.StartsWith(root.Text("trajectory_id") + ":", StringComparison.Ordinal)
            && Foreign.Same(trajectory["session_id"], root["session_id"])
            && Foreign.Same(trajectory["agent"], OriginalRoot.Of(agent))
            && trajectory.Members.All(static m => m.Name is "schema_version" or "session_id" or "trajectory_id" or "agent" or "steps"
                or "final_metrics" or "subagent_trajectories");
    }

    private void Add(RawJson json, int id, int parent, List<string> embedded)
    {
        var step = AtifStepReader.Read(json, id);
        var rewritten = AtifStepWriter.Write(step, id, embedded);
        var kept = Original.Difference(json, rewritten);
        if (step.SubagentTrajectoryRef is null && AtifStepReader.Refs(json).FirstOrDefault(r => r.Text("trajectory_id") is not { } t || !embedded.Contains(t)) is { } outside)
            step = step with { SubagentTrajectoryRef = outside.Text("trajectory_path") ?? outside.Text("trajectory_id") ?? outside.Text("session_id") };
        _steps.Add(step with { Unknown = Original.Keep(step.Unknown, AtifPlaces.Kept, kept) });
        _parents.Add(parent);
    }

    // What an embedded trajectory says of itself, its steps and children aside.
    private static Step KeepTrajectory(Step step, ForeignObject trajectory)
    {
        var said = trajectory.Members.Where(static m => m.Name is not ("steps" or "subagent_trajectories" or "schema_version" or "final_metrics")).ToList();
        return step with { Unknown = Original.Keep(step.Unknown, AtifPlaces.KeptTrajectory, said.Count == 0 ? null : OriginalRoot.Of(said)) };
    }

    // Steps that carry the places they had in a record go back there; others are numbered as they come.
    private List<Step> InOrder()
    {
        var taken = new bool[_steps.Count];
        var ours = _steps.TrueForAll(s => s.StepIndex >= 1 && s.StepIndex <= taken.Length && !taken[s.StepIndex - 1] && (taken[s.StepIndex - 1] = true));
        if (ours)
            return [.. _steps.OrderBy(static s => s.StepIndex)];
        var steps = new List<Step>(_steps.Count);
        for (var i = 0; i < _steps.Count; i++)
        {
            var sub = _parents[i] >= 0;
            steps.Add(_steps[i] with
            {
                StepIndex = i + 1,
                ParentStep = sub ? _parents[i] + 1 : null,
                CallType = sub ? "subagent" : _steps[i].CallType,
            });
        }

        return steps;
    }

    private TraceRecord KeepOriginal(TraceRecord record)
    {
        var rewritten = RawJson.Build(writer => new AtifWriter(record).Write(writer));
        var theirs = Foreign.Object(document).Members.Where(static m => m.Name is not ("steps" or "subagent_trajectories" or "schema_version"));
        var kept = Original.Difference(OriginalRoot.Of(theirs), rewritten);
        if (kept is not { } value)
            return record;
        return record with { Metadata = OriginalRoot.With(record.Metadata, AtifPlaces.Kept, value) };
    }
}
