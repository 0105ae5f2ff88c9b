namespace OpenTraces.Capture.Harnesses.Edits;

/// <summary>
/// One change at zero context. A start is the position, from 1, of the first line removed or added; where the hunk
/// removes (adds) none, the position at which it would. Null when nobody knows.
/// </summary>
internal sealed record LineHunk(
    int? OldStart, int? NewStart, IReadOnlyList<string> Removed, IReadOnlyList<string> Added);
