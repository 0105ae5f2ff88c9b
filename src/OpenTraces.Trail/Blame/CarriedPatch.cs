namespace OpenTraces.Trail.Blame;

/// <summary>The patch that a line carries.</summary>
/// <param name="Anchor">Where it landed; null for a line that carries none.</param>
/// <param name="Moved">Whether the line was moved since.</param>
internal readonly record struct CarriedPatch(PatchAnchor? Anchor, bool Moved);
