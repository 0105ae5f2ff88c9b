namespace OpenTraces.Trail.Survival;

/// <summary>How a followed line ended.</summary>
/// <param name="Commit">The commit that took it.</param>
/// <param name="Replaced">Other lines stand in its place.</param>
/// <param name="Undone">The commit brought back what stood there before the patch.</param>
internal readonly record struct LineDeath(int Commit, bool Replaced, bool Undone);
