using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Reads the spans of one trace: the first one of the document, when there are several.</summary>
internal sealed class OtelReader(RawJson document)
{
    private readonly Dictionary<string, OtelSpan> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _stepOfChat = new(StringComparer.Ordinal);
    private readonly List<Step> _steps = [];

    public TraceRecord Read()
    {
        var spans = Spans();
        if (spans.Count == 0)
            throw Foreign.Invalid("has no spans");
        foreach (var span in spans)
            _byId.TryAdd(span.Id, span);
        var root = spans.Find(static s => s.Has(OtelNames.Record)) ?? spans.Find(s => s.Operation == OtelNames.InvokeAgent && !_byId.ContainsKey(s.Parent));
        var tools = spans.Where(static s => s.Operation == OtelNames.ExecuteTool).ToLookup(static s => s.Parent, StringComparer.Ordinal);
        var ours = root?.Has(OtelNames.Record) == true;
        var chats = spans.Where(static s => s.Operation is OtelNames.Chat or "text_completion" or "generate_content");
        foreach (var chat in ours ? chats : chats.OrderBy(static s => s.Start.Length).ThenBy(static s => s.Start, StringComparer.Ordinal))
            AddChat(chat, tools[chat.Id].ToList());
        foreach (var agent in spans.Where(static s => s.Operation == OtelNames.InvokeAgent))
            AddSaid(agent, onlyOurs: true, parent: null);
        var steps = InOrder();
        return Record(root, spans[0], steps);
    }

    private List<OtelSpan> Spans()
    {
        if (Foreign.Object(document)["resourceSpans"].Kind != JsonValueKind.Array)
            throw Foreign.Invalid("has no resourceSpans");
        var spans =
            from resource in Foreign.Items(Foreign.Object(document)["resourceSpans"])
            from scope in Foreign.Items(Foreign.Object(resource)["scopeSpans"])
            from span in Foreign.Items(Foreign.Object(scope)["spans"])
            select new OtelSpan(Foreign.Object(span));
        var all = spans.ToList();
        return all.FindAll(s => s.TraceId == all[0].TraceId);
    }

    private TraceRecord Record(OtelSpan? root, OtelSpan first, List<Step> steps)
    {
        var carried = root?.Structure(OtelNames.Record) ?? default;
        var model = root?.Text(OtelNames.RequestModel) ?? first.Text(OtelNames.RequestModel);
        var record = Remainder.Read(carried, TraceRecordJson.Read, writer =>
        {
            writer.WriteText("trace_id"u8, Guid.TryParseExact(first.TraceId, "N", out var id) ? id.ToString("D") : RecordIds.OfDocument(ExchangeFormat.OpenTelemetry, document));
            writer.WriteText("session_id"u8, (root ?? first).Text(OtelNames.Conversation) ?? "");
            writer.WriteStartObject("agent"u8);
            writer.WriteText("name"u8, root?.Text(OtelNames.AgentName) ?? MessagePlaces.UnknownAgent);
            writer.WriteText("version"u8, root?.Text(OtelNames.AgentVersion));
            writer.WriteText("model"u8, model is null ? null : Qualified(root ?? first, model));
            writer.WriteEndObject();
        });
        var members = Foreign.Object(carried);
        if (carried.Kind == JsonValueKind.Object && !members.Has("agent"))
            record = record with { Agent = new Agent { Name = record.Agent.Name } };
        return record with { Steps = steps, Metrics = members.Has("metrics") ? record.Metrics : TraceMeasures.Of(steps) };
    }

    private static string Qualified(OtelSpan span, string model) =>
        span.Text(OtelNames.Provider) is { Length: > 0 } provider && provider != "unknown" && !model.Contains('/', StringComparison.Ordinal) ? $"{provider}/{model}" : model;

    private void AddChat(OtelSpan span, List<OtelSpan> tools)
    {
        var parent = ParentStep(span);
        AddSaid(span, onlyOurs: false, parent);
        var carried = Carried(span.Structure(OtelNames.Step), StepRole.Agent);
        var ours = span.Has(OtelNames.Step);
        var output = Foreign.Items(span.Structure(OtelNames.OutputMessages)).Select(Foreign.Object).FirstOrDefault() ?? new ForeignObject([]);
        var calls = Foreign.Items(output["parts"]).Select(Foreign.Object).Where(static p => p.Text("type") is "tool_call").ToList();
        var (made, answered) = OtelToolReader.Read(calls, tools);
        var model = span.Text(OtelNames.RequestModel) ?? span.Text("gen_ai.response.model");
        _stepOfChat[span.Id] = _steps.Count;
        _steps.Add(carried with
        {
            Content = OtelMessages.Text(output, "text"),
            ReasoningContent = OtelMessages.Text(output, "reasoning"),
            Model = ours || model is null ? carried.Model : Qualified(span, model),
            Timestamp = ours ? carried.Timestamp : OtelTimes.ToText(span.End),
            ParentStep = ours ? carried.ParentStep : parent,
            CallType = ours || parent is null ? carried.CallType : "subagent",
            ToolCalls = made,
            Observations = OtelCalls.Results(answered, carried.Observations),
            TokenUsage = span.Has(OtelNames.InputTokens) || span.Has(OtelNames.OutputTokens)
                ? PromptTokens.Apart(carried.TokenUsage, span.Count(OtelNames.InputTokens) ?? 0, span.Count(OtelNames.OutputTokens) ?? 0,
                    span.Count(OtelNames.CacheRead) ?? 0, span.Count(OtelNames.CacheCreation) ?? 0)
                : carried.TokenUsage,
        });
    }

    // A list of input may repeat the whole conversation: what stands behind the last answer is new.
    private void AddSaid(OtelSpan span, bool onlyOurs, int? parent)
    {
        var messages = Foreign.Items(span.Structure(OtelNames.InputMessages)).ConvertAll(Foreign.Object);
        var last = messages.FindLastIndex(static m => m.Text("role") is "assistant");
        for (var i = last + 1; i < messages.Count; i++)
        {
            var ours = messages[i].Has(Remainder.Name);
            var role = messages[i].Text("role") ?? StepRole.User;
            if ((onlyOurs && !ours) || (!ours && role is "tool"))
                continue;
            var carried = Carried(messages[i][Remainder.Name], role);
            _steps.Add(carried with
            {
                Content = OtelMessages.Text(messages[i], "text"),
                ParentStep = ours ? carried.ParentStep : parent,
                CallType = ours || parent is null ? carried.CallType : "subagent",
                Timestamp = ours ? carried.Timestamp : OtelTimes.ToText(span.Start),
            });
        }
    }

    private static Step Carried(RawJson remainder, string role) => Remainder.Read(remainder, StepJson.Read, writer =>
    {
        writer.WriteNumber("step_index"u8, 0);
        writer.WriteString("role"u8, CleanText.Of(role));
    });

    // The model call below which the agent of this call was invoked.
    private int? ParentStep(OtelSpan chat)
    {
        var agent = _byId.GetValueOrDefault(chat.Parent);
        for (var hops = 0; agent is not null && agent.Operation != OtelNames.InvokeAgent && hops < _byId.Count; hops++)
            agent = _byId.GetValueOrDefault(agent.Parent);
        var above = agent is null ? null : _byId.GetValueOrDefault(agent.Parent);
        for (var hops = 0; above is not null && hops < _byId.Count; hops++)
        {
            if (_stepOfChat.TryGetValue(above.Id, out var step))
                return step + 1;
            above = _byId.GetValueOrDefault(above.Parent);
        }

        return null;
    }

    private List<Step> InOrder()
    {
        var taken = new bool[_steps.Count];
        if (_steps.TrueForAll(s => s.StepIndex >= 1 && s.StepIndex <= taken.Length && !taken[s.StepIndex - 1] && (taken[s.StepIndex - 1] = true)))
            return [.. _steps.OrderBy(static s => s.StepIndex)];
        return [.. _steps.Select(static (s, i) => s with { StepIndex = i + 1 })];
    }
}
