namespace OpenTraces.Bucket;

/// <summary>How far a long call on a bucket has come.</summary>
/// <param name="Phase">What it does now, as a short name: <c>events</c>, <c>traces</c>, <c>segments</c>, <c>index</c>.</param>
/// <param name="Done">How many of the things of this phase are done.</param>
/// <param name="Total">How many there are; 0 when that is not known yet.</param>
public readonly record struct UpkeepProgress(string Phase, long Done, long Total);
