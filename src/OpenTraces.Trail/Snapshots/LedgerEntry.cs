namespace OpenTraces.Trail.Snapshots;

/// <summary>What the file of an open call says: when it began, whose it is, and the tree it began with.</summary>
internal sealed record LedgerEntry(long Ticks, string Session, string? Tree);
