namespace OpenTraces.Trail.History;

/// <summary>A history that was read, and where in it patches were found, oldest commit first.</summary>
internal sealed record HistorySearch(HistoryLog Log, IReadOnlyList<CommitMatch> Matches);
