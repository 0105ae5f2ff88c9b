using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>
/// Records up to 0.5 hold the session's diff in <c>outcome.patch</c>. It moves to <c>metadata.legacy.patch</c>, and
/// <see cref="TraceRecord.Patches"/>, when empty, is made from it.
/// </summary>
internal static class LegacyOutcomePatch
{
    public static TraceRecord Migrate(TraceRecord record)
    {
        var rest = record.Outcome.Unknown.Where(member => !IsPatch(member)).ToArray();
        if (rest.Length == record.Outcome.Unknown.Count)
            return record;
        var diff = record.Outcome.Unknown.Last(IsPatch).Value;
        var outcome = record.Outcome with { Unknown = rest };
        if (!IsTruthy(diff))
            return record with { Outcome = outcome };

        // Where the place is taken by something else, the diff stays where it is rather than get lost.
        if (LegacyMetadata.SetPatch(record.Metadata, diff) is not { } metadata)
            return record;
        var patches = record.Patches.Count > 0 ? record.Patches : UnifiedDiffPatches.Of(diff.AsString() ?? "");
        return record with { Outcome = outcome, Metadata = metadata, Patches = patches };
    }

    private static bool IsPatch(UnknownMember member) => member.Name.AsString() == "patch";

    private static bool IsTruthy(RawJson value) => value.Kind switch
    {
        JsonValueKind.Null or JsonValueKind.False => false,
        JsonValueKind.String => value.AsString()!.Length > 0,
        _ => true,
    };
}
