using System.Text;
using System.Text.Json;
using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Benchmarks.Parsing;

/// <summary>One line of JSON for each session file: the token totals and the cost of its record.</summary>
internal static class TokenTotals
{
    /// <param name="paths">Session files and folders.</param>
    public static async Task RunAsync(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            foreach (var (file, parser, bytes) in SessionFiles.Load(path))
            {
                var trace = await SessionFiles.ReadAsync(parser, Path.GetFileName(file), bytes).ConfigureAwait(false);
                Console.WriteLine(ToJson(file, trace));
            }
        }
    }

    private static string ToJson(string file, CapturedTrace trace)
    {
        var metrics = trace.Record.Metrics;
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteString("file", file);
            writer.WriteString("harness", trace.Key.Agent);
            writer.WriteString("session_id", trace.Key.SessionId);
            writer.WriteString("sub_agent_id", trace.Key.SubAgentId);
            writer.WriteNumber("input", metrics.TotalInputTokens);
            writer.WriteNumber("output", metrics.TotalOutputTokens);
            writer.WriteNumber("cache_read", metrics.TotalCacheReadTokens);
            writer.WriteNumber("cache_write", metrics.TotalCacheCreationTokens);
            writer.WriteBoolean("placeholder", metrics.TotalOutputIsPlaceholder);
            writer.WriteBoolean("total_is_stated", metrics.TotalOutputTokens != TraceMeasures.Of(trace.Record.Steps).TotalOutputTokens);
            if (metrics.EstimatedCostUsd is { } cost)
                writer.WriteNumber("cost", cost);
            if (trace.Record.Metadata.TryGetMember("cost"u8, out var about))
            {
                writer.WritePropertyName("about_cost");
                writer.WriteRawValue(about.ToString());
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
