namespace OpenTraces.Schema;

/// <summary>
/// The closed vocabularies of a trace record at 0.7.0. A reader keeps another value as it is; only the validator and the JSON
/// Schema name it.
/// </summary>
internal static class Vocabularies
{
    public static IReadOnlyList<string> ExecutionContext { get; } = ["devtime", "runtime"];

    public static IReadOnlyList<string> Lifecycle { get; } = ["provisional", "final"];

    public static IReadOnlyList<string> VcsType { get; } = ["git", "none"];

    public static IReadOnlyList<string> Role { get; } = [StepRole.System, StepRole.User, StepRole.Agent];

    public static IReadOnlyList<string> CallType { get; } = ["main", "subagent", "warmup"];

    public static IReadOnlyList<string> SignalConfidence { get; } = ["derived", "inferred", "annotated"];

    public static IReadOnlyList<string> TerminalState { get; } = ["goal_reached", "interrupted", "error", "abandoned"];

    public static IReadOnlyList<string> Evidence { get; } =
    [
        EvidenceTier.ExactBlobHash, EvidenceTier.ExactRangeHash, EvidenceTier.PatchId, EvidenceTier.GitCleanRangeHash,
        EvidenceTier.StructuralSymbol, EvidenceTier.FormatterDivergent, EvidenceTier.OverlappingHunk, EvidenceTier.TimeFileOverlap,
        EvidenceTier.Orphan, EvidenceTier.Unknown,
    ];

    public static IReadOnlyList<string> LinkVcsType { get; } = ["git", "jj"];

    public static IReadOnlyList<string> LinkTier { get; } = ["tool_emitted", "tool_emitted_with_divergence", "overlapping", "orphan"];

    public static IReadOnlyList<string> Confidence { get; } = ["high", "medium", "low"];

    public static IReadOnlyList<string> ChangeType { get; } = ["addition", "modification", "deletion"];
}
