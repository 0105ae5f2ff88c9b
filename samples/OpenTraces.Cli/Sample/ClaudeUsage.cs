namespace OpenTraces.Cli.Sample;

/// <summary>What one call of the model took; the parts exclude each other.</summary>
internal readonly record struct ClaudeUsage(long Input, long CacheWrite, long CacheRead, long Output);
