namespace OpenTraces.Trail.Anchors;

/// <summary>An added line of a commit and the added line of the patch it carries.</summary>
/// <param name="Index">The index in <see cref="CommitFile"/>.</param>
/// <param name="Number">The number in the commit's file, from 1.</param>
/// <param name="PatchLine">The index in the patch.</param>
internal readonly record struct MatchedLine(int Index, int Number, int PatchLine);
