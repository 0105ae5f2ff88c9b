using System.Globalization;
using System.Text.Json;
using OpenTraces.Capture;
using OpenTraces.Schema;

namespace CustomHarness;

/// <summary>What the events read so far make: steps that may still get results, and facts for the header.</summary>
internal sealed class CopilotSession(ISessionSink sink)
{
    private readonly List<OpenStep> _steps = [];
    private readonly Dictionary<string, OpenCall> _calls = new(StringComparer.Ordinal);

    public string? Id { get; private set; }

    public string? AgentVersion { get; private set; }

    public string? Model { get; private set; }

    public string? WorkingDirectory { get; private set; }

    public string? FirstPrompt { get; private set; }

    public string? FirstTime { get; private set; }

    public string? LastTime { get; private set; }

    /// <summary>The last event states what the whole session took; no step states its own.</summary>
    public TokenUsage? Usage { get; private set; }

    /// <summary>Takes an event and says where it went.</summary>
    public (EntryFate Fate, string? Reason) Add(RawJson entry)
    {
        var time = entry.GetString("timestamp"u8);
        FirstTime ??= time;
        LastTime = time ?? LastTime;
        if (!entry.TryGetMember("data"u8, out var data) || data.Kind != JsonValueKind.Object)
            return (EntryFate.Malformed, "no_data");
        switch (entry.GetString("type"u8))
        {
            case "session.start":
                Start(data);
                return (EntryFate.Carried, null);
            case "session.model_change":
                Model = data.GetString("newModel"u8) ?? Model;
                return (EntryFate.Carried, null);
            case "session.shutdown":
                Usage = Total(data);
                return (EntryFate.Carried, null);
            case "user.message":
                FirstPrompt ??= data.GetString("content"u8);
                _steps.Add(new OpenStep { Role = StepRole.User, Time = time, Content = data.GetString("content"u8) });
                return (EntryFate.Mapped, null);
            case "system.message":
                _steps.Add(new OpenStep { Role = StepRole.System, Time = time, Content = data.GetString("content"u8) });
                return (EntryFate.Mapped, null);
            case "assistant.message":
                Answer(data, time);
                return (EntryFate.Mapped, null);
            case "tool.execution_start":
                return OpenCallOf(data, time) ? (EntryFate.Folded, null) : (EntryFate.Ignored, "no_call_id");
            case "tool.execution_complete":
                return Complete(data) ? (EntryFate.Folded, null) : (EntryFate.Ignored, "result_without_call");
            case "assistant.turn_start" or "assistant.turn_end" or "hook.start" or "hook.end":
                return (EntryFate.Ignored, "bookkeeping");
            case { } unknown:
                sink.UnknownType(unknown);
                return (EntryFate.Ignored, "unknown_type");
            default:
                return (EntryFate.Malformed, "no_type");
        }
    }

    /// <summary>Reports the steps, and the calls that nothing answered.</summary>
    public async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < _steps.Count; i++)
        {
            var step = _steps[i];
            foreach (var call in step.Calls.Where(c => !c.IsAnswered))
                sink.CallWithoutResult(call.Id);
            foreach (var call in step.Calls)
                ReportEdits(call, i + 1, step.Time);
            await sink.StepAsync(step.Build(i + 1), cancellationToken).ConfigureAwait(false);
        }
    }

    private void Start(RawJson data)
    {
        Id ??= data.GetString("sessionId"u8);
        AgentVersion ??= data.GetString("copilotVersion"u8);
        if (data.TryGetMember("context"u8, out var context))
            WorkingDirectory ??= context.GetString("cwd"u8);
    }

    private void Answer(RawJson data, string? time)
    {
        // The tools may have started before their message was written down: that step is the message's.
        var step = _steps.LastOrDefault() is { Role: StepRole.Agent, IsMessageWritten: false } open ? open : NewAnswer(time);
        step.IsMessageWritten = true;
        step.Content = data.GetString("content"u8) is { Length: > 0 } text ? text : step.Content;
        step.Reasoning = data.GetString("reasoningText"u8);
        if (!data.TryGetMember("toolRequests"u8, out var requests) || requests.Kind != JsonValueKind.Array)
            return;
        foreach (var request in requests.ToElement().EnumerateArray().Where(r => r.ValueKind == JsonValueKind.Object))
        {
            var call = RawJson.Parse(request.GetRawText());
            Open(step, call.GetString("toolCallId"u8), call.GetString("name"u8), call);
        }
    }

    private bool OpenCallOf(RawJson data, string? time)
    {
        Model = data.GetString("model"u8) ?? Model;
        var id = data.GetString("toolCallId"u8);
        if (string.IsNullOrEmpty(id))
            return false;
        if (_calls.ContainsKey(id))
            return true;
        var step = _steps.LastOrDefault() is { Role: StepRole.Agent } open ? open : NewAnswer(time);
        Open(step, id, data.GetString("toolName"u8), data);
        return true;
    }

    private OpenStep NewAnswer(string? time)
    {
        var step = new OpenStep { Role = StepRole.Agent, Time = time, Model = Model };
        _steps.Add(step);
        return step;
    }

    private void Open(OpenStep step, string? id, string? tool, RawJson holder)
    {
        if (string.IsNullOrEmpty(id) || _calls.ContainsKey(id))
            return;
        var input = holder.TryGetMember("arguments"u8, out var arguments) && arguments.Kind == JsonValueKind.Object ? arguments : RawJson.EmptyObject;
        step.Calls.Add(_calls[id] = new OpenCall { Id = id, Tool = tool ?? "unknown", Input = input });
    }

    private bool Complete(RawJson data)
    {
        var id = data.GetString("toolCallId"u8) ?? "";
        if (!_calls.TryGetValue(id, out var call) || call.IsAnswered)
        {
            sink.ResultWithoutCall(id);
            return false;
        }

        call.IsAnswered = true;
        var result = data.TryGetMember("result"u8, out var member) ? member : default;
        call.Output = result.GetString("content"u8) ?? result.GetString("text_result_for_llm"u8);
        call.Error = data.TryGetMember("success"u8, out var success) && success.Kind == JsonValueKind.False ? "tool_error" : null;
        return true;
    }

    private void ReportEdits(OpenCall call, int step, string? time)
    {
        if (!call.IsAnswered || call.Error is not null)
            return;
        var place = new PatchDraft
        {
            FilePath = call.Input.GetString("path"u8) ?? call.Input.GetString("filePath"u8) ?? "",
            ToolCallId = call.Id,
            StepIndex = step,
            WorkingDirectory = WorkingDirectory,
            Timestamp = time,
        };
        IReadOnlyList<PatchDraft> drafts = call.Tool switch
        {
            "apply_patch" when call.Input.GetString("input"u8) is { } patch => PatchDrafts.OfApplyPatch(place, patch),
            "create" when place.FilePath.Length > 0 && call.Input.GetString("file_text"u8) is { } text => PatchDrafts.OfFile(place, text),
            "edit" or "replace_string_in_file" when place.FilePath.Length > 0
                && (call.Input.GetString("old_str"u8) ?? call.Input.GetString("oldString"u8)) is { } old
                && (call.Input.GetString("new_str"u8) ?? call.Input.GetString("newString"u8)) is { } @new => PatchDrafts.OfReplacement(place, old, @new),
            _ => [],
        };
        foreach (var draft in drafts)
            sink.Patch(draft);
    }

    private static TokenUsage? Total(RawJson data)
    {
        if (!data.TryGetMember("modelMetrics"u8, out var models) || models.Kind != JsonValueKind.Object)
            return null;
        var total = new TokenUsage();
        foreach (var model in models.ToElement().EnumerateObject())
        {
            if (!RawJson.Parse(model.Value.GetRawText()).TryGetMember("usage"u8, out var usage))
                continue;
            // Copilot counts what the cache gave as input; a record does not.
            var (input, read) = (Count(usage, "inputTokens"u8), Count(usage, "cacheReadTokens"u8));
            total = total with
            {
                InputTokens = total.InputTokens + Math.Max(0, input - read),
                OutputTokens = total.OutputTokens + Count(usage, "outputTokens"u8),
                CacheReadTokens = total.CacheReadTokens + read,
                CacheWriteTokens = total.CacheWriteTokens + Count(usage, "cacheWriteTokens"u8),
            };
        }

        return total;
    }

    private static long Count(RawJson usage, ReadOnlySpan<byte> name) => usage.TryGetMember(name, out var value)
        && long.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count < int.MaxValue ? count : 0;
}
