namespace OpenTraces.Trail;

/// <summary>The names of <see cref="SurvivalState"/> in JSON; they do not change.</summary>
public static class SurvivalNames
{
    /// <summary>The name of a state, for example <c>alive_on_path</c>.</summary>
    public static string Of(SurvivalState state) => state switch
    {
        SurvivalState.NeverCommitted => "never_committed",
        SurvivalState.OrphanBranch => "orphan_branch",
        SurvivalState.AliveOnPath => "alive_on_path",
        SurvivalState.AliveMoved => "alive_moved",
        SurvivalState.AliveTransformed => "alive_transformed",
        SurvivalState.PartiallyPreserved => "partially_preserved",
        SurvivalState.Repaired => "repaired",
        SurvivalState.Reverted => "reverted",
        SurvivalState.Lost => "lost",
        _ => "unknown",
    };
}
