namespace OpenTraces.Attribution.Truth;

/// <summary>One hunk of a tool call, as the one who made it knows it.</summary>
/// <param name="Author">The call.</param>
/// <param name="Path">The file, relative to the root of the repository.</param>
/// <param name="Ordinal">The position among the call's hunks of the file, from 0.</param>
/// <param name="Added">The ids of the lines it wrote.</param>
/// <param name="Removed">The lines it took away.</param>
internal sealed record TruePatch(CallName Author, string Path, int Ordinal, IReadOnlyList<TrueLine> Added, IReadOnlyList<TrueLine> Removed);
