namespace OpenTraces.Attribution.Actors;

/// <summary>Lines to put in the place of others.</summary>
/// <param name="Path">The file.</param>
/// <param name="Start">The first line, from 0.</param>
/// <param name="Count">How many go.</param>
/// <param name="Texts">What comes.</param>
internal sealed record PlannedEdit(string Path, int Start, int Count, IReadOnlyList<string> Texts);
