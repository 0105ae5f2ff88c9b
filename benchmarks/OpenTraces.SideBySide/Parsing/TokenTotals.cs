using System.Text;
using System.Text.Json;
using OpenTraces.Bucket;
using OpenTraces.Capture;
using OpenTraces.Schema;

namespace OpenTraces.SideBySide.Parsing;

/// <summary>
/// One line of JSON for each session file: the token totals and the cost of its record, as an import with all that lies
/// beside the file stores it. Each file has a bucket of its own, so that an earlier state of a session counts as itself.
/// </summary>
internal static class TokenTotals
{
    /// <param name="paths">Session files and folders.</param>
    public static async Task RunAsync(IEnumerable<string> paths)
    {
        foreach (var (file, _, _) in paths.SelectMany(SessionFiles.Load))
            await PrintAsync(file).ConfigureAwait(false);
    }

    private static async Task PrintAsync(string file)
    {
        var home = Directory.CreateTempSubdirectory("opentraces-totals-");
        try
        {
            await using var bucket = await TraceBucket.OpenAsync(home.FullName).ConfigureAwait(false);
            await foreach (var result in new TraceCapture(bucket).ImportAsync([file]).ConfigureAwait(false))
            {
                if (result.Error is not null)
                    throw result.Error;
                if (result.Path == file && result.Trace is { } trace)
                    Console.WriteLine(ToJson(file, trace, (await bucket.FindAsync(trace.TraceId).ConfigureAwait(false))!));
            }
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static string ToJson(string file, TraceSummary trace, TraceRecord record)
    {
        var metrics = record.Metrics;
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteString("file", file);
            writer.WriteString("harness", trace.Agent);
            writer.WriteString("session_id", trace.SessionId);
            writer.WriteString("sub_agent_id", trace.SubAgentId);
            writer.WriteNumber("input", metrics.TotalInputTokens);
            writer.WriteNumber("output", metrics.TotalOutputTokens);
            writer.WriteNumber("cache_read", metrics.TotalCacheReadTokens);
            writer.WriteNumber("cache_write", metrics.TotalCacheCreationTokens);
            writer.WriteBoolean("placeholder", metrics.TotalOutputIsPlaceholder);
            writer.WriteNumber("steps_with_usage", record.Steps.Count(static s => (s.TokenUsage.InputTokens | s.TokenUsage.OutputTokens) != 0));
            writer.WriteNumber("priced_cost", record.Steps.Sum(s => PriceTable.BuiltIn.CostOf(s.TokenUsage, s.Model ?? record.Agent.Model, s.Timestamp) ?? 0m));
            if (metrics.EstimatedCostUsd is { } cost)
                writer.WriteNumber("cost", cost);
            if (record.Metadata.TryGetMember("cost"u8, out var about))
            {
                writer.WritePropertyName("about_cost");
                writer.WriteRawValue(about.ToString());
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
