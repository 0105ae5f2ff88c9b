namespace OpenTraces.Cli.Sample;

/// <summary>One hunk with context: where it starts, how many lines each side has, and the lines with their signs.</summary>
internal sealed record SampleHunk(int Start, int OldLines, int NewLines, IReadOnlyList<string> Lines);
