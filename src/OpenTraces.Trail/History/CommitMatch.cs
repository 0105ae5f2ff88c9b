using OpenTraces.Trail.Anchors;

namespace OpenTraces.Trail.History;

/// <summary>A patch found in a commit, by the commit's number.</summary>
internal sealed record CommitMatch(int Commit, PatchMatch Match);
