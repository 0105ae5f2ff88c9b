namespace OpenTraces.Schema;

/// <summary>
/// 0.3 to 0.4: development builds of 0.3 wrote an <c>intent</c> block that was withdrawn. It leaves the record's members for
/// <c>metadata.legacy.intent</c>; where that place is taken by something that is no object, it stays an unknown member.
/// </summary>
internal static class UpgradeTo04
{
    public static UpgradeStep Step { get; } = new(new SchemaVersion(0, 4), MoveIntent);

    private static TraceRecord MoveIntent(TraceRecord record)
    {
        if (LegacyMetadata.Take(record.Unknown, "intent", out var rest) is not { } intent)
            return record;
        return LegacyMetadata.Set(record.Metadata, "intent"u8, intent) is { } metadata
            ? record with { Unknown = rest, Metadata = metadata }
            : record;
    }
}
