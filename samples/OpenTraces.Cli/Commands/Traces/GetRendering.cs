using System.Buffers;
using System.Globalization;
using System.Text.Json;
using OpenTraces.Bucket;
using OpenTraces.Cli.Commands.Capture;
using OpenTraces.Cli.Output;
using OpenTraces.Schema;
using Spectre.Console;

namespace OpenTraces.Cli.Commands.Traces;

internal static class GetRendering
{
    private const string SchemaVersion = "opentraces.trace.get.v1";

    public static void WriteOverview(Utf8JsonWriter w, TraceSummary summary, TraceRecord record)
    {
        var id = summary.TraceId.ToString();
        Open(w, id);
        w.WriteStartObject("trace");
        w.WriteString("trace_id", id);
        w.WriteString("title", summary.Title);
        w.WriteString("agent", summary.Agent);
        w.WriteString("agent_version", record.Agent.Version);
        w.WriteString("model", record.Agent.Model);
        w.WriteString("session_id", summary.SessionId);
        w.WriteString("project", summary.Project);
        w.WriteString("branch", record.Environment.Vcs.Branch);
        w.WriteString("timestamp_start", summary.TimestampStart);
        w.WriteString("timestamp_end", summary.TimestampEnd);
        w.WriteNumber("generation", summary.Generation);
        w.WriteNumber("generations", summary.Generations);
        w.WriteNumber("step_count", summary.Steps);
        w.WriteNumber("patch_count", summary.Patches);
        w.WriteString("lifecycle", record.Lifecycle);
        w.WriteBoolean("committed", record.Outcome.Committed);
        w.WriteString("commit_sha", record.Outcome.CommitSha);
        ImportRendering.WriteLines(w, summary.Lines);
        w.WriteStartObject("metrics");
        w.WriteNumber("total_input_tokens", record.Metrics.TotalInputTokens);
        w.WriteNumber("total_output_tokens", record.Metrics.TotalOutputTokens);
        w.WriteNumber("total_cache_read_tokens", record.Metrics.TotalCacheReadTokens);
        w.WriteNumber("total_cache_creation_tokens", record.Metrics.TotalCacheCreationTokens);
        w.WriteEndObject();
        w.WriteEndObject();
        w.WriteStrings("next_steps", [$"trace get {id}:1", $"trace partition {id} --by s1", $"trail track {id}"]);
        w.WriteEndObject();
    }

    public static void WriteSteps(
        Utf8JsonWriter w, TraceSummary summary, TraceAddress at, int first, IReadOnlyList<Step> steps, bool full)
    {
        var id = summary.TraceId.ToString();
        Open(w, id);
        if (at.IsSpan)
        {
            w.WriteStartObject("span");
            w.WriteNumber("from_step", first);
            w.WriteNumber("to_step", steps[^1].StepIndex);
            w.WriteEndObject();
            w.WriteStartArray("steps");
            foreach (var step in steps)
                WriteRaw(w, step);
            w.WriteEndArray();
        }
        else if (full)
        {
            w.WritePropertyName("step");
            WriteRaw(w, steps[0]);
        }
        else
        {
            WriteCard(w, steps[0]);
            w.WriteStrings("next_steps", [$"trace get {id}:{steps[0].StepIndex} --full", $"trail track {id}"]);
        }

        w.WriteEndObject();
    }

    public static void WriteMedia(Utf8JsonWriter w, TraceId trace, IReadOnlyList<TraceMedia> media)
    {
        Open(w, trace.ToString());
        w.WriteNumber("count", media.Count);
        w.WriteStartArray("media");
        foreach (var one in media)
        {
            w.WriteStartObject();
            w.WriteString("address", one.Address.ToPrefixedString());
            w.WriteNumber("bytes", one.Length);
            w.WriteString("media_type", one.MediaType);
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteEndObject();
    }

    public static void ShowMedia(IAnsiConsole screen, IReadOnlyList<TraceMedia> media)
    {
        if (media.Count == 0)
            screen.WriteLine("No images or documents.");
        foreach (var one in media)
            screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one.Address.ToPrefixedString()}  {one.Length,10}  {one.MediaType ?? "unknown"}"));
    }

    private static void Open(Utf8JsonWriter w, string id)
    {
        w.WriteStartObject();
        w.WriteString("status", "ok");
        w.WriteString("schema_version", SchemaVersion);
        w.WriteString("trace_id", id);
    }

    private static void WriteRaw(Utf8JsonWriter w, Step step)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        TraceJson.WriteStep(buffer, step);
        w.WriteRawValue(buffer.WrittenSpan, skipInputValidation: true);
    }

    private static void WriteCard(Utf8JsonWriter w, Step step)
    {
        w.WriteStartObject("step");
        w.WriteNumber("step_index", step.StepIndex);
        w.WriteString("role", step.Role);
        w.WriteString("call_type", step.CallType);
        w.WriteString("model", step.Model);
        w.WriteString("agent_role", step.AgentRole);
        w.WriteString("timestamp", step.Timestamp);
        w.WriteBoolean("reasoning_present", !string.IsNullOrEmpty(step.ReasoningContent));
        w.WriteString("content_preview", Preview.Of(step.Content, 240));
        w.WriteNumber("content_chars", step.Content?.Length ?? 0);
        w.WriteStartArray("tool_calls");
        foreach (var call in step.ToolCalls)
        {
            w.WriteStartObject();
            w.WriteString("tool_name", call.ToolName);
            w.WriteString("tool_call_id", call.ToolCallId);
            w.WriteString("input_preview", Preview.Of(call.Input.ToString(), 120));
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteStartObject("observations");
        w.WriteNumber("count", step.Observations.Count);
        w.WriteNumber("total_chars", step.Observations.Sum(o => o.Content?.Length ?? 0));
        w.WriteString("first_error", step.Observations.Select(o => o.Error).FirstOrDefault(e => e is not null));
        w.WriteEndObject();
        w.WriteStartObject("token_usage");
        w.WriteNumber("input_tokens", step.TokenUsage.InputTokens);
        w.WriteNumber("output_tokens", step.TokenUsage.OutputTokens);
        w.WriteNumber("cache_read_tokens", step.TokenUsage.CacheReadTokens);
        w.WriteNumber("cache_write_tokens", step.TokenUsage.CacheWriteTokens);
        w.WriteEndObject();
        w.WriteEndObject();
    }

    public static void ShowOverview(IAnsiConsole screen, TraceSummary summary, TraceRecord record)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        void Row(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                grid.AddRow($"[grey]{name}[/]", Markup.Escape(value));
        }

        Row("trace", summary.TraceId.ToString());
        Row("asked", summary.Title);
        Row("agent", $"{summary.Agent} {record.Agent.Version}".Trim());
        Row("model", record.Agent.Model);
        Row("where", summary.Project);
        Row("when", $"{summary.TimestampStart} to {summary.TimestampEnd}");
        Row("steps", string.Create(CultureInfo.InvariantCulture, $"{summary.Steps}, {summary.Patches} patches, generation {summary.Generation} of {summary.Generations}"));
        Row("tokens", string.Create(CultureInfo.InvariantCulture,
            $"{record.Metrics.TotalInputTokens:N0} in, {record.Metrics.TotalOutputTokens:N0} out, {record.Metrics.TotalCacheReadTokens:N0} from cache"));
        Row("commit", record.Outcome.CommitSha);
        screen.Write(grid);
        screen.MarkupLineInterpolated($"[grey]Next: opentraces trace get {summary.TraceId}:1, or --full for the record, --raw for the native file[/]");
    }

    public static void ShowSteps(IAnsiConsole screen, IReadOnlyList<Step> steps)
    {
        foreach (var step in steps)
        {
            screen.Write(new Rule($"[bold]{step.StepIndex}[/] {Markup.Escape(step.Role)} [grey]{Markup.Escape(step.Model ?? "")} {Markup.Escape(step.Timestamp ?? "")}[/]").LeftJustified());
            if (!string.IsNullOrEmpty(step.ReasoningContent))
                screen.MarkupLineInterpolated($"[grey italic]{Preview.Of(step.ReasoningContent, 2000)}[/]");
            if (!string.IsNullOrEmpty(step.Content))
                screen.WriteLine(step.Content);
            foreach (var call in step.ToolCalls)
            {
                screen.MarkupLineInterpolated($"[blue]{call.ToolName}[/] {Preview.Of(call.Input.ToString(), 400)}");
                foreach (var result in step.Observations.Where(o => o.SourceCallId == call.ToolCallId))
                    screen.MarkupLineInterpolated($"  [{(result.Error is null ? "green" : "red")}]{result.Error ?? "ok"}[/] [grey]{Preview.Of(result.Content, 400)}[/]");
            }
        }
    }
}
