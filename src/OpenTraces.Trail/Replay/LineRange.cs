namespace OpenTraces.Trail.Replay;

/// <summary>Lines of a file, from 1, both included.</summary>
internal readonly record struct LineRange(int Start, int End);
