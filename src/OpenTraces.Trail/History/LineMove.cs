namespace OpenTraces.Trail.History;

/// <summary>A line that a change took out of one place and put into another, numbers from 1.</summary>
internal sealed record LineMove(string OldPath, int OldLine, string NewPath, int NewLine);
