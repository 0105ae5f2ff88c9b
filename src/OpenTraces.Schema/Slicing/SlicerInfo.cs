namespace OpenTraces.Schema;

/// <summary>How a slicer is addressed and what it needs.</summary>
/// <param name="Id">Short id, for example <c>s1</c>.</param>
/// <param name="Name">Long name, for example <c>user-turn</c>.</param>
/// <param name="Tier">What it needs to decide.</param>
public sealed record SlicerInfo(string Id, string Name, SlicerTier Tier);
