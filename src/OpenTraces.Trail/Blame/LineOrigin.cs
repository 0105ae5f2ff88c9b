namespace OpenTraces.Trail.Blame;

/// <summary>Where a line of a file came in.</summary>
internal readonly record struct LineOrigin(string Commit, string Path, int Line);
