namespace OpenTraces.Schema;

/// <summary>
/// Brings a record from the version before <paramref name="To"/> to it. A step gives a new record or the same one, changes nothing
/// a second time, and leaves every member it does not name as it is.
/// </summary>
/// <param name="To">The version a record has afterwards.</param>
/// <param name="Apply">The change.</param>
internal sealed record UpgradeStep(SchemaVersion To, Func<TraceRecord, TraceRecord> Apply);
