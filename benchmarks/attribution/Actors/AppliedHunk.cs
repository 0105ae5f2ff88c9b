using OpenTraces.Attribution.Truth;

namespace OpenTraces.Attribution.Actors;

/// <summary>What an edit really changed, starts from 0.</summary>
internal sealed record AppliedHunk(int OldStart, IReadOnlyList<TrueLine> Removed, int NewStart, IReadOnlyList<TrueLine> Added);
