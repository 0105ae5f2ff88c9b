using System.Text.Json;

namespace OpenTraces.Schema;

internal static class TraceMetricsJson
{
    public static TraceMetrics Read(ref JsonCursor json)
    {
        int? totalSteps = null;
        long? totalInputTokens = null, totalOutputTokens = null, totalCacheReadTokens = null,
            totalCacheCreationTokens = null;
        double? totalDurationS = null, cacheHitRate = null, estimatedCostUsd = null;
        bool? totalOutputIsPlaceholder = null;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("total_steps"u8)) totalSteps = json.ReadInt();
            else if (json.Is("total_input_tokens"u8)) totalInputTokens = json.ReadLong();
            else if (json.Is("total_output_tokens"u8)) totalOutputTokens = json.ReadLong();
            else if (json.Is("total_duration_s"u8)) totalDurationS = json.ReadDouble();
            else if (json.Is("cache_hit_rate"u8)) cacheHitRate = json.ReadDouble();
            else if (json.Is("estimated_cost_usd"u8)) estimatedCostUsd = json.ReadDouble();
            else if (json.Is("total_cache_read_tokens"u8)) totalCacheReadTokens = json.ReadLong();
            else if (json.Is("total_cache_creation_tokens"u8)) totalCacheCreationTokens = json.ReadLong();
            else if (json.Is("total_output_is_placeholder"u8)) totalOutputIsPlaceholder = json.ReadBool();
            else json.Keep(ref unknown);
        }

        return new TraceMetrics
        {
            TotalSteps = totalSteps ?? 0,
            TotalInputTokens = totalInputTokens ?? 0,
            TotalOutputTokens = totalOutputTokens ?? 0,
            TotalDurationS = totalDurationS,
            CacheHitRate = cacheHitRate,
            EstimatedCostUsd = estimatedCostUsd,
            TotalCacheReadTokens = totalCacheReadTokens ?? 0,
            TotalCacheCreationTokens = totalCacheCreationTokens ?? 0,
            TotalOutputIsPlaceholder = totalOutputIsPlaceholder ?? false,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
    }

    public static void Write(Utf8JsonWriter writer, TraceMetrics value)
    {
        writer.WriteStartObject();
        writer.WriteWhole("total_steps"u8, value.TotalSteps);
        writer.WriteWhole("total_input_tokens"u8, value.TotalInputTokens);
        writer.WriteWhole("total_output_tokens"u8, value.TotalOutputTokens);
        writer.WriteReal("total_duration_s"u8, value.TotalDurationS);
        writer.WriteReal("cache_hit_rate"u8, value.CacheHitRate);
        writer.WriteReal("estimated_cost_usd"u8, value.EstimatedCostUsd);
        writer.WriteWhole("total_cache_read_tokens"u8, value.TotalCacheReadTokens);
        writer.WriteWhole("total_cache_creation_tokens"u8, value.TotalCacheCreationTokens);
        if (value.TotalOutputIsPlaceholder)
            writer.WriteFlag("total_output_is_placeholder"u8, true);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
