namespace OpenTraces.Cli.Sample;

/// <summary>What one call of the model took; input holds the cached part, output the reasoning.</summary>
internal readonly record struct CodexUsage(long Input, long Cached, long Output, long Reasoning)
{
    public static CodexUsage operator +(CodexUsage left, CodexUsage right) => new(
        left.Input + right.Input, left.Cached + right.Cached, left.Output + right.Output, left.Reasoning + right.Reasoning);
}
