namespace OpenTraces.Trail.Snapshots;

/// <summary>A working tree as it was at one moment.</summary>
/// <param name="Commit">The commit in the shadow; several snapshots in a row without a change share one.</param>
/// <param name="Tree">Its tree.</param>
/// <param name="Limitations">What is not in it although it was in the working tree.</param>
internal sealed record Snapshot(string Commit, string Tree, IReadOnlyList<string> Limitations);
