using OpenTraces.Schema;

namespace OpenTraces.Bucket.Torture.Work;

/// <summary>Reads everything of one trace and compares it with the session it must have come from.</summary>
public sealed class TraceCheck(TraceBucket bucket, SessionCache sessions)
{
    /// <summary>Length and digest of every source of every generation.</summary>
    /// <exception cref="TortureFailureException">Something does not read, or was never written.</exception>
    public async Task<Dictionary<(int Generation, string Source), (long Length, ContentHash Hash)>> RunAsync(TraceSummary summary)
    {
        var session = sessions[summary.SessionId];
        if (session.Trace != summary.TraceId)
            throw Wrong(summary, "is not of the session it names");
        await CheckRecordAsync(summary, session);
        var sources = new Dictionary<(int, string), (long, ContentHash)>();
        string[] names = session.Size == SessionSize.Medium ? [RawSource.MainName, TortureSession.CompanionName] : [RawSource.MainName];
        for (var generation = 1; generation <= summary.Generations; generation++)
        {
            foreach (var name in names)
            {
                var bytes = await ReadAsync(summary, generation, name);
                if (!session.Explains(name, bytes))
                    throw Wrong(summary, $"has {bytes.Length} bytes as the source '{name}' of generation {generation} that no session ever had");
                sources[(generation, name)] = (bytes.Length, ContentHash.Of(bytes));
            }
        }

        return sources;
    }

    /// <summary>The trace may move on between two reads: then the record is of a later generation, which is as good.</summary>
    private async Task CheckRecordAsync(TraceSummary summary, TortureSession session)
    {
        var record = await bucket.FindAsync(summary.TraceId) ?? throw Wrong(summary, "has no record");
        if (record.TraceId != summary.TraceId.ToString() || record.SessionId != summary.SessionId)
            throw Wrong(summary, "has the record of another");
        if (record.Steps.Count != record.Metrics.TotalSteps || !record.Steps.Select((s, i) => s.StepIndex == i + 1).All(right => right))
            throw Wrong(summary, $"has {record.Steps.Count} of {record.Metrics.TotalSteps} steps");
        var steps = 0;
        await foreach (var step in bucket.ReadStepsAsync(summary.TraceId, 1, int.MaxValue))
        {
            if (step.StepIndex != ++steps || !session.Explains(step))
                throw Wrong(summary, $"reads step {step.StepIndex} as step {steps}");
        }

        if (steps == 0)
            throw Wrong(summary, "has no steps");
        await foreach (var patch in bucket.ReadPatchesAsync(summary.TraceId))
        {
            var content = patch.Content;
            if (patch.PatchId != TracePatch.ComputeId(
                summary.TraceId, content.ToolCallId, content.FilePath, patch.Ordinal, content.Removed, content.Added))
            {
                throw Wrong(summary, $"has a patch {patch.PatchId} that is not what its id says");
            }
        }
    }

    private async Task<byte[]> ReadAsync(TraceSummary summary, int generation, string source)
    {
        await using var stream = await bucket.OpenRawAsync(summary.TraceId, generation, source)
            ?? throw Wrong(summary, $"has no source '{source}' in generation {generation} of {summary.Generations}");
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }

    private static TortureFailureException Wrong(TraceSummary summary, string what) =>
        new($"Trace {summary.TraceId} (session {summary.SessionId}) {what}.");
}
