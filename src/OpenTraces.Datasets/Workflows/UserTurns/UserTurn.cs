using System.Globalization;
using System.Text.Json;
using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Datasets.Workflows;

/// <summary>One turn as a row.</summary>
internal sealed class UserTurn
{
    public required TraceSummary Trace { get; init; }

    /// <summary>From 1, over the asks of the trace.</summary>
    public required int Number { get; init; }

    public required IReadOnlyList<Step> Steps { get; init; }

    public required IReadOnlyList<StepView> Views { get; init; }

    public required IReadOnlyList<TracePatch> Patches { get; init; }

    /// <summary>States by patch id; a patch that is missing is unknown.</summary>
    public required IReadOnlyDictionary<string, string> Survival { get; init; }

    public RawJson ToRow() => RawJson.Build(writer =>
    {
        var id = Trace.TraceId.ToString();
        var span = string.Create(CultureInfo.InvariantCulture, $"{id}:{Steps[0].StepIndex}-{Steps[^1].StepIndex}");
        writer.WriteStartObject();
        writer.WriteString("source_trace_id"u8, id);
        writer.WriteString("source_unit_id"u8, string.Create(CultureInfo.InvariantCulture, $"tu:{id}:turn:{Number}"));
        writer.WriteString("ref"u8, span);
        WriteText(writer, "ask"u8, Steps[0].Content);
        WriteText(writer, "agent"u8, Trace.Agent);
        WriteText(writer, "model"u8, Steps.Select(s => s.Model).FirstOrDefault(m => m is not null) ?? Trace.Model);
        WriteList(writer, "files"u8, Files());
        WritePatches(writer);
        WriteTokens(writer);
        writer.WriteNumber("steps"u8, Steps.Count);
        WriteList(writer, "tools"u8, Views.SelectMany(v => v.ToolNames));
        WriteText(writer, "started_at"u8, Steps.Select(s => s.Timestamp).FirstOrDefault(t => t is not null));
        WriteText(writer, "ended_at"u8, Steps.Select(s => s.Timestamp).LastOrDefault(t => t is not null));
        writer.WriteEndObject();
    });

    private IEnumerable<string> Files() =>
        Views.SelectMany(v => v.EditedFiles.Select(f => (Index: v.StepIndex, Path: RelativePath.Of(f, Trace.Project))))
            .Concat(Patches.Select(p => (Index: p.Content.StepIndex, Path: PathOf(p))))
            .OrderBy(f => f.Index).Select(f => f.Path);

    private string PathOf(TracePatch patch) => RelativePath.Of(patch.Content.FilePath, Trace.Project ?? patch.Content.WorkingDirectory);

    private void WritePatches(Utf8JsonWriter writer)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        writer.WriteStartArray("patches"u8);
        foreach (var patch in Patches)
        {
            var survival = Survival.GetValueOrDefault(patch.PatchId, "unknown");
            counts[survival] = counts.GetValueOrDefault(survival) + 1;
            writer.WriteStartObject();
            writer.WriteString("patch_id"u8, patch.PatchId);
            WriteText(writer, "path"u8, PathOf(patch));
            writer.WriteString("kind"u8, KindOf(patch.Content.Kind));
            writer.WriteNumber("added"u8, patch.Content.Added.Count);
            writer.WriteNumber("removed"u8, patch.Content.Removed.Count);
            writer.WriteString("survival"u8, survival);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("survival"u8);
        foreach (var (state, count) in counts)
            writer.WriteNumber(state, count);
        writer.WriteEndObject();
    }

    private void WriteTokens(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("tokens"u8);
        writer.WriteNumber("input"u8, Steps.Sum(s => s.TokenUsage.InputTokens));
        writer.WriteNumber("output"u8, Steps.Sum(s => s.TokenUsage.OutputTokens));
        writer.WriteNumber("cache_read"u8, Steps.Sum(s => s.TokenUsage.CacheReadTokens));
        writer.WriteNumber("cache_write"u8, Steps.Sum(s => s.TokenUsage.CacheWriteTokens));
        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values.Distinct(StringComparer.Ordinal))
            JsonText.WriteString(writer, value);
        writer.WriteEndArray();
    }

    // The platform's writer refuses lone surrogates, which prompts do hold.
    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        writer.WritePropertyName(name);
        if (value is null)
            writer.WriteNullValue();
        else
            JsonText.WriteString(writer, value);
    }

    private static string KindOf(PatchKind kind) => kind switch
    {
        PatchKind.Add => "add",
        PatchKind.Delete => "delete",
        PatchKind.Move => "move",
        _ => "modify",
    };
}
