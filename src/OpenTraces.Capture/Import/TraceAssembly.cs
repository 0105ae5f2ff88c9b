using System.Runtime.InteropServices;
using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Import;

/// <summary>Makes a trace of what a parser reported.</summary>
internal static class TraceAssembly
{
    private const int MaxTitle = 240;

    /// <param name="header">What the parser returned.</param>
    /// <param name="session">What it reported.</param>
    /// <param name="parser">The parser.</param>
    /// <param name="sources">What it read, the session file first.</param>
    /// <param name="seen">What snapshots saw its calls do; null for nothing.</param>
    /// <param name="steps">Reads the steps anew where the collector did not keep them.</param>
    /// <param name="received">Has received them already; null when nothing has.</param>
    public static CapturedTrace Build(
        SessionHeader header, SessionCollector session, IHarnessParser parser, IReadOnlyList<RawSource> sources, SeenCalls? seen = null, StepReplay? steps = null,
        StepReceiver? received = null)
    {
        var key = KeyOf(header);
        var id = key.ToTraceId();
        var patches = Number(id, (seen ?? SeenCalls.None).Merge(session));
        var cost = SessionCost.Of(session.Totals, header);
        return new CapturedTrace
        {
            Key = key,
            Patches = patches,
            StreamedSteps = steps is null ? null : new StepSource { Count = session.Totals.Count, Read = steps.ReadAsync, Received = received },
            Media = sources.Count == 0 ? [] : [.. session.KnownMedia.Select(m => MediaSource.Of(m, sources[0]))],
            Sources = sources,
            Report = session.ToReport(parser),
            Record = new TraceRecord
            {
                TraceId = id.ToString(),
                SessionId = header.SessionId,
                TimestampStart = header.TimestampStart,
                TimestampEnd = header.TimestampEnd,
                ExecutionContext = header.ExecutionContext,
                Task = header.Task,
                Agent = header.Agent,
                Environment = header.Environment,
                SystemPrompts = header.SystemPrompts,
                ToolDefinitions = header.ToolDefinitions,
                Steps = session.Steps,
                Outcome = header.Outcome,
                Patches = [.. patches.Select(static p => p.ToReference())],
                Metrics = SessionMetrics.Of(session.Totals, header.TotalUsage, cost),
                Metadata = MetadataMembers.AddFirst(header.Metadata, header.WorkingDirectory, cost.About),
            },
        };
    }

    public static TraceKey KeyOf(SessionHeader header) => new()
    {
        Agent = header.Agent.Name,
        SessionId = header.SessionId,
        SubAgentId = header.SubAgentId,
        FirstEntry = header.FirstEntry,
    };

    /// <summary>What a list shows of the trace as it was just read.</summary>
    public static TraceSummary Summarize(CapturedTrace trace, IngestReceipt receipt, int generations) => new()
    {
        TraceId = receipt.TraceId,
        Agent = trace.Key.Agent,
        SessionId = trace.Key.SessionId,
        SubAgentId = trace.Key.SubAgentId,
        Title = Title(trace.Record.Task.Description),
        Project = trace.Record.Metadata.GetString("cwd"u8),
        TimestampStart = trace.Record.TimestampStart,
        TimestampEnd = trace.Record.TimestampEnd,
        Model = trace.Record.Agent.Model,
        Generation = receipt.Generation,
        Generations = generations,
        Steps = trace.StepCount,
        Patches = trace.Record.Patches.Count,
        Lines = trace.Report.Lines,
    };

    private static List<TracePatch> Number(TraceId trace, IReadOnlyList<PatchDraft> drafts)
    {
        var ordinals = new Dictionary<(string Call, string Path), int>();
        var patches = new List<TracePatch>(drafts.Count);
        foreach (var draft in drafts)
        {
            ref var next = ref CollectionsMarshal.GetValueRefOrAddDefault(ordinals, (draft.ToolCallId, draft.FilePath), out _);
            patches.Add(TracePatch.FromDraft(trace, next++, draft));
        }

        return patches;
    }

    private static string Title(string? description)
    {
        var text = description.AsSpan().Trim();
        var end = text.IndexOfAny('\r', '\n');
        if (end >= 0)
            text = text[..end].TrimEnd();
        if (text.Length <= MaxTitle)
            return text.ToString();
        var length = char.IsHighSurrogate(text[MaxTitle - 1]) ? MaxTitle - 1 : MaxTitle;
        return text[..length].ToString();
    }
}
