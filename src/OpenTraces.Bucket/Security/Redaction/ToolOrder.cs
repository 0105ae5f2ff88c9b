namespace OpenTraces.Bucket.Security;

/// <summary>The order tools run in, whatever order they were given in.</summary>
internal static class ToolOrder
{
    private static readonly string[] Canonical =
    [
        "regex", "entropy", "trufflehog", "privacy_filter", "llm_pii", "business_logic", "path_anonymizer", "capsule_scope", "classifier",
    ];

    public static IReadOnlyList<ISecurityTool> Sort(IEnumerable<ISecurityTool> tools) =>
    [
        .. tools.DistinctBy(t => t.Info.Name, StringComparer.Ordinal)
            .OrderBy(t => t.Info.Kind)
            .ThenBy(t => Position(t.Info.Name))
            .ThenBy(t => t.Info.Name, StringComparer.Ordinal),
    ];

    private static int Position(string name)
    {
        var position = Array.IndexOf(Canonical, name);
        return position < 0 ? Canonical.Length : position;
    }
}
