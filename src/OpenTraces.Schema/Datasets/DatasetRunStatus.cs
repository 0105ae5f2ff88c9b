namespace OpenTraces.Schema;

/// <summary>Where a run stands.</summary>
public enum DatasetRunStatus
{
    /// <summary>It has started and not ended.</summary>
    Running,

    /// <summary>It ended and its rows were kept.</summary>
    Succeeded,

    /// <summary>It ended with an error; nothing was kept.</summary>
    Failed,

    /// <summary>Somebody ended it; nothing was kept.</summary>
    Cancelled,

    /// <summary>
    /// It has questions a program must not answer; nothing was kept. Other implementations do not know this value.
    /// </summary>
    NeedsJudgment,
}
