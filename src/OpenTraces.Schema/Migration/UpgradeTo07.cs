namespace OpenTraces.Schema;

/// <summary>0.6 to 0.7: only dataset models changed.</summary>
internal static class UpgradeTo07
{
    public static UpgradeStep Step { get; } = new(new SchemaVersion(0, 7), static record => record);
}
