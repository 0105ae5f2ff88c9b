namespace OpenTraces.Trail.Git;

/// <summary>An object and where it was met.</summary>
/// <param name="Id">Its full id.</param>
/// <param name="Path">One path it has in a commit; empty for commits and their own trees.</param>
internal sealed record ObjectName(string Id, string Path);
