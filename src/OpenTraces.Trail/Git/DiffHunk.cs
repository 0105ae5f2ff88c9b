namespace OpenTraces.Trail.Git;

/// <summary>
/// Lines replaced by lines, without context. A start is the line, from 1, before which the other side's lines go when its
/// own count is 0. Lines keep a carriage return and lose their line feed.
/// </summary>
internal sealed record DiffHunk(int OldStart, int NewStart, IReadOnlyList<string> Removed, IReadOnlyList<string> Added);
