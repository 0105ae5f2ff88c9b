using OpenTraces.Trail;

namespace OpenTraces.Datasets.Workflows;

internal static class SurvivalNames
{
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
