namespace OpenTraces.Schema;

internal static class MetricsChecks
{
    private const string Path = "$.metrics";

    public static void Check(TraceRecord record, Findings findings)
    {
        var metrics = record.Metrics;
        var measured = TraceMeasures.Of(record.Steps);
        if (metrics.TotalSteps != record.Steps.Count && !findings.IsUnread(StepChecks.Path))
            findings.Error(Path + ".total_steps", "total_differs", "The total is not the number of steps.");
        CheckTotal(metrics.TotalInputTokens, measured.TotalInputTokens, ".total_input_tokens", findings);
        CheckTotal(metrics.TotalOutputTokens, measured.TotalOutputTokens, ".total_output_tokens", findings);
        CheckTotal(metrics.TotalCacheReadTokens, measured.TotalCacheReadTokens, ".total_cache_read_tokens", findings);
        CheckTotal(metrics.TotalCacheCreationTokens, measured.TotalCacheCreationTokens, ".total_cache_creation_tokens", findings);
        findings.RequireNotNegative(metrics.TotalDurationS, Path + ".total_duration_s");
        findings.RequireNotNegative(metrics.EstimatedCostUsd, Path + ".estimated_cost_usd");
        if (metrics.CacheHitRate is < 0 or > 1)
            findings.Error(Path + ".cache_hit_rate", "rate_out_of_range", "A rate is from 0 to 1.");
    }

    private static void CheckTotal(long stated, long measured, string name, Findings findings)
    {
        findings.RequireNotNegative(stated, Path + name);
        if (stated != measured)
            findings.Warning(Path + name, "total_differs", "The total is not the sum over the steps.", on: StepChecks.Path);
    }
}
