namespace OpenTraces.Schema;

/// <summary>0.4 to 0.5: <c>context_node_id</c> and <c>context_tree_summary</c> came; without them there is no context tree.</summary>
internal static class UpgradeTo05
{
    public static UpgradeStep Step { get; } = new(new SchemaVersion(0, 5), static record => record);
}
