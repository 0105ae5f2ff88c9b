using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Pi;

/// <summary>
/// What changed between the versions of the session format. The version stands in the header and is not relied on: files
/// of the first version hold ids where a later release touched them.
/// <list type="bullet">
/// <item>1 (no <c>version</c>, 2025): a list of entries without ids; a compaction counts what it keeps
/// (<c>firstKeptEntryIndex</c>); a copied session names its source as <c>branchedFrom</c>.</item>
/// <item>2: every entry has <c>id</c> and <c>parentId</c> and the file is a tree; <c>firstKeptEntryId</c>.</item>
/// <item>3 (2026): the role <c>hookMessage</c> is called <c>custom</c>; <c>parentSession</c>.</item>
/// </list>
/// </summary>
internal static class PiVersions
{
    /// <summary>The version a header states; 1 when it states none.</summary>
    public static long OfHeader(RawJson header) =>
        header.TryGetMember("version"u8, out var version)
        && long.TryParse(version.ToString(), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 1;

    /// <summary>The present name of an entry type.</summary>
    public static string? CurrentType(string? type) => type switch
    {
        "branchSummary" => PiTypes.BranchSummary,
        "compactionSummary" => PiTypes.Compaction,
        _ => type,
    };

    /// <summary>The present name of a role.</summary>
    public static string? CurrentRole(string? role) => role == "hookMessage" ? "custom" : role;
}
