namespace OpenTraces.Trail.Snapshots;

/// <summary>What is known of a call when it ends.</summary>
/// <param name="Began">When it began.</param>
/// <param name="Tree">The tree it began with; null when no snapshot was made then.</param>
/// <param name="Overlapped">True when another call was open in the same working tree at some moment of it.</param>
internal sealed record OpenCall(DateTimeOffset Began, string? Tree, bool Overlapped);
