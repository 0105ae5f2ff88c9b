namespace OpenTraces.Schema;

/// <summary>
/// 0.2 to 0.3: <c>lifecycle</c>, <c>generation_index</c>, <c>git_links</c>, the cache totals and the wider attribution
/// came. Their defaults fit: provisional, 0, none.
/// </summary>
internal static class UpgradeTo03
{
    public static UpgradeStep Step { get; } = new(new SchemaVersion(0, 3), static record => record);
}
