namespace OpenTraces.Trail.Interop;

/// <summary>One line of the commit and the patch that is named for it.</summary>
internal readonly record struct LineClaim(string Path, int Line, CommitBlameTrace Trace, PatchAnchor Anchor);
