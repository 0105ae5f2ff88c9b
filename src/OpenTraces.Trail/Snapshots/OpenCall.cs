namespace OpenTraces.Trail.Snapshots;

/// <summary>What is known of a call when it ends.</summary>
/// <param name="Tree">The tree it began with; null when no snapshot was made then.</param>
/// <param name="Overlapped">True when another call was open in the same working tree at some moment of it.</param>
internal sealed record OpenCall(string? Tree, bool Overlapped);
