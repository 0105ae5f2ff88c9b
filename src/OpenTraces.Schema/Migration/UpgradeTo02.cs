namespace OpenTraces.Schema;

/// <summary>
/// 0.1 to 0.2: <c>execution_context</c> and the runtime outcome (<c>terminal_state</c>, <c>reward</c>,
/// <c>reward_source</c>) came. Their defaults say what an older record knows: nothing.
/// </summary>
internal static class UpgradeTo02
{
    public static UpgradeStep Step { get; } = new(new SchemaVersion(0, 2), static record => record);
}
