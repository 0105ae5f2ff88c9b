using OpenTraces.Datasets.Workflows;

namespace OpenTraces.Datasets;

/// <summary>The workflows that come with the package.</summary>
public static class BuiltInWorkflows
{
    /// <summary>
    /// <c>user-turns-v1</c>: one row per thing a person asked for, with the files and patches that came of it, whether they
    /// are still alive, and what it cost.
    /// </summary>
    public static Workflow UserTurns { get; } = new()
    {
        Name = "user-turns-v1",
        Version = "1",
        Description = "One row per user turn: the ask, the files and patches that came of it, their survival, the tokens spent.",
        RowSchema = UserTurnSchema.Json,
        Rows = UserTurnRows.ReadAsync,
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Workflow> All { get; } = [UserTurns];
}
