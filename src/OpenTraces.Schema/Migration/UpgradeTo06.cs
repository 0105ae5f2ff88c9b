using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>
/// 0.5 to 0.6: the session's diff in <c>outcome.patch</c> moves to <c>metadata.legacy.patch</c>, and
/// <see cref="TraceRecord.Patches"/>, when empty, is made from it.
/// </summary>
internal static class UpgradeTo06
{
    public static UpgradeStep Step { get; } = new(new SchemaVersion(0, 6), MoveDiff);

    private static TraceRecord MoveDiff(TraceRecord record)
    {
        if (LegacyMetadata.Take(record.Outcome.Unknown, "patch", out var rest) is not { } diff)
            return record;
        var outcome = record.Outcome with { Unknown = rest };
        if (!IsTruthy(diff))
            return record with { Outcome = outcome };

        // Where the place is taken by something else, the diff stays where it is rather than get lost.
        if (LegacyMetadata.Set(record.Metadata, "patch"u8, diff) is not { } metadata)
            return record;
        var patches = record.Patches.Count > 0 ? record.Patches : UnifiedDiffPatches.Of(diff.AsString() ?? "");
        return record with { Outcome = outcome, Metadata = metadata, Patches = patches };
    }

    private static bool IsTruthy(RawJson value) => value.Kind switch
    {
        JsonValueKind.Null or JsonValueKind.False => false,
        JsonValueKind.String => value.AsString()!.Length > 0,
        _ => true,
    };
}
