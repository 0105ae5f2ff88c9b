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

    /// <summary>It ended before it was done, because somebody said so or because it has questions a program must not answer; nothing was kept.</summary>
    Cancelled,
}
