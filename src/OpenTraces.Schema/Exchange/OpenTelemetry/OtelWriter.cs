using System.Globalization;
using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Writes a record as one trace of spans.</summary>
internal sealed class OtelWriter
{
    private const string NewAlone = "A chat span's gen_ai.input.messages hold what is new since the answer before, not the whole conversation.";

    private readonly LossNotes _notes;
    private readonly Utf8JsonWriter _writer;
    private readonly TraceRecord _record;
    private readonly OtelSpanWriter _spans;
    private readonly OtelTimes _times;
    private readonly List<StepThread> _threads;

    public OtelWriter(Utf8JsonWriter writer, TraceRecord record, LossNotes notes)
    {
        _notes = notes;
        _writer = writer;
        _record = record;
        _spans = new OtelSpanWriter(writer, RecordIds.ToUuid(record.TraceId).ToString("N"));
        _times = new OtelTimes(record.Steps, record.TimestampStart);
        _threads = StepThread.Split(record.Steps);
    }

    public void Write()
    {
        _writer.WriteStartObject();
        _writer.WriteStartArray("resourceSpans"u8);
        _writer.WriteStartObject();
        _writer.WriteStartObject("resource"u8);
        _writer.WriteStartArray("attributes"u8);
        _spans.Put("service.name", _record.Agent.Name);
        _spans.Put("service.version", _record.Agent.Version);
        _writer.WriteEndArray();
        _writer.WriteEndObject();
        _writer.WriteStartArray("scopeSpans"u8);
        _writer.WriteStartObject();
        _writer.WriteStartObject("scope"u8);
        _writer.WriteString("name"u8, "opentraces"u8);
        _writer.WriteString("version"u8, TraceSchema.Version);
        _writer.WriteEndObject();
        _writer.WriteStartArray("spans"u8);
        foreach (var thread in _threads)
            WriteThread(thread);
        _writer.WriteEndArray();
        _writer.WriteString("schemaUrl"u8, OtelNames.SchemaUrl);
        _writer.WriteEndObject();
        _writer.WriteEndArray();
        _writer.WriteEndObject();
        _writer.WriteEndArray();
        _writer.WriteEndObject();
    }

    private void WriteThread(StepThread thread)
    {
        var main = thread.ParentStep is null;
        var id = Id(main ? "agent" : string.Create(CultureInfo.InvariantCulture, $"agent {thread.ParentStep} {thread.Ordinal}"));
        var name = main ? _record.Agent.Name : thread.Role ?? _record.Agent.Name;
        var (start, end) = Span(thread);
        _spans.Open(id, main ? null : Starter(thread.ParentStep!.Value), $"{OtelNames.InvokeAgent} {name}", OtelSpanWriter.Internal, start, end);
        _spans.Put(OtelNames.Operation, OtelNames.InvokeAgent);
        _spans.Put(OtelNames.Provider, OtelNames.ProviderOf(_record.Agent.Model, _record.Agent.Name));
        _spans.Put(OtelNames.AgentName, name);
        _spans.Put(OtelNames.AgentVersion, main ? _record.Agent.Version : null);
        _spans.Put(OtelNames.Conversation, _record.SessionId);
        var trailing = thread.Steps.AsEnumerable().Reverse().TakeWhile(static s => s.Role != StepRole.Agent).Reverse().ToList();
        _spans.Put(OtelNames.InputMessages, OtelMessages.Input(null, trailing));
        if (main)
            PutRecord();
        _spans.Close(error: false);

        var said = new List<Step>();
        Step? answered = null;
        for (var i = 0; i < thread.Steps.Count; i++)
        {
            if (thread.Steps[i].Role != StepRole.Agent)
            {
                said.Add(thread.Steps[i]);
                continue;
            }

            WriteChat(thread.Steps[i], id, OtelMessages.Input(answered, said), _times[thread.Positions[i]]);
            _notes.Add("steps[]", LossKind.Approximated, NewAlone, answered is null ? 0 : 1);
            answered = thread.Steps[i];
            said.Clear();
        }
    }

    private (long Start, long End) Span(StepThread thread) => thread.Positions.Count == 0
        ? (_times.Start, _times.End)
        : (thread.Positions.Min(p => _times[p]), thread.ParentStep is null ? _times.End : thread.Positions.Max(p => _times[p]));

    private void PutRecord()
    {
        _spans.Put(OtelNames.RequestModel, MessagePlaces.BareModel(_record.Agent.Model));
        if (_record.Steps.Select(s => s.SystemPromptHash).FirstOrDefault(static h => h is not null) is { } hash
            && _record.SystemPrompts.TryGetValue(hash, out var prompt))
        {
            _spans.Put(OtelNames.SystemInstructions, OtelMessages.Instructions(prompt));
        }

        var tools = _record.ToolDefinitions.Select(ToolShape.Of).OfType<ToolShape>().ToList();
        if (tools.Count > 0)
        {
            _spans.Put(OtelNames.ToolDefinitions, RawJson.Build(writer =>
            {
                writer.WriteStartArray();
                foreach (var tool in tools)
                    tool.WriteFlat(writer);
                writer.WriteEndArray();
            }));
        }

        var blank = new TraceRecord
        {
            TraceId = "",
            SessionId = "",
            Agent = new Agent { Name = _record.Agent.Name },
            Metrics = TraceMeasures.Of(_record.Steps),
        };
        _spans.Put(OtelNames.Record, Remainder.Of(_record with { Steps = [] }, blank, TraceRecordJson.Write));
    }

    private void WriteChat(Step step, string agent, RawJson? input, long time)
    {
        var id = ChatId(step.StepIndex);
        var model = step.Model ?? _record.Agent.Model;
        var name = MessagePlaces.BareModel(model);
        var (calls, others) = OtelCalls.Of(step);
        _spans.Open(id, agent, name is null ? OtelNames.Chat : $"{OtelNames.Chat} {name}", OtelSpanWriter.Client, time, time);
        _spans.Put(OtelNames.Operation, OtelNames.Chat);
        _spans.Put(OtelNames.Provider, OtelNames.ProviderOf(model, _record.Agent.Name));
        _spans.Put(OtelNames.RequestModel, name);
        _spans.Put(OtelNames.Conversation, _record.SessionId);
        PutUsage(step.TokenUsage);
        _spans.Put(OtelNames.InputMessages, input);
        _spans.Put(OtelNames.OutputMessages, OtelMessages.Output(step));
        var rest = step with
        {
            Content = null,
            ReasoningContent = null,
            ToolCalls = [],
            Observations = others,
            TokenUsage = PromptTokens.Rest(step.TokenUsage),
        };
        _spans.Put(OtelNames.Step, Remainder.Of(rest, new Step { StepIndex = 0, Role = StepRole.Agent }, StepJson.Write));
        _spans.Close(error: false);
        for (var i = 0; i < calls.Count; i++)
            WriteCall(calls[i], id, step.StepIndex, i, time);
    }

    private void PutUsage(TokenUsage usage)
    {
        if (!PromptTokens.Fit(usage) || !PromptTokens.Any(usage))
            return;
        _spans.Put(OtelNames.InputTokens, PromptTokens.Of(usage));
        _spans.Put(OtelNames.OutputTokens, usage.OutputTokens);
        if (usage.CacheReadTokens > 0)
            _spans.Put(OtelNames.CacheRead, usage.CacheReadTokens);
        if (usage.CacheWriteTokens > 0)
            _spans.Put(OtelNames.CacheCreation, usage.CacheWriteTokens);
    }

    private void WriteCall(OtelCalls call, string chat, int step, int number, long time)
    {
        var end = time + (Math.Max(0L, call.Call.DurationMs ?? 0) * 1_000_000);
        var id = Id(string.Create(CultureInfo.InvariantCulture, $"tool {step} {number}"));
        _spans.Open(id, chat, $"{OtelNames.ExecuteTool} {call.Call.ToolName}", OtelSpanWriter.Internal, time, end);
        _spans.Put(OtelNames.Operation, OtelNames.ExecuteTool);
        _spans.Put(OtelNames.ToolName, call.Call.ToolName);
        _spans.Put(OtelNames.ToolCallId, call.Call.ToolCallId);
        _spans.Put(OtelNames.ToolType, "function");
        _spans.Put(OtelNames.ToolArguments, call.Call.Input);
        var blank = new ToolCall { ToolCallId = call.Call.ToolCallId, ToolName = call.Call.ToolName };
        _spans.Put(OtelNames.Call, Remainder.Of(call.Call with { Input = blank.Input }, blank, ToolCallJson.Write));
        if (call.Result is { } result)
        {
            _spans.Put(OtelNames.ToolResult, result.Content);
            _spans.Put(OtelNames.ErrorType, result.Error);
            _spans.Put(OtelNames.Observation, Remainder.Of(
                result with { Content = null, Error = null }, new Observation { SourceCallId = result.SourceCallId }, ObservationJson.Write) ?? RawJson.EmptyObject);
            if (call.Index is { } index)
                _spans.Put(OtelNames.ObservationIndex, index);
        }

        _spans.Close(call.Result?.Error is not null);
    }

    // A model call has a span; what a person said has none, so the session stands for it.
    private string Starter(int step) =>
        _record.Steps.FirstOrDefault(s => s.StepIndex == step)?.Role == StepRole.Agent ? ChatId(step) : Id("agent");

    private string ChatId(int step) => Id(string.Create(CultureInfo.InvariantCulture, $"chat {step}"));

    private string Id(string what) => RecordIds.SpanId(_record.TraceId, what);
}
