namespace OpenTraces.Trail.PullRequests;

/// <summary>Why nothing is said of where a commit comes from.</summary>
internal enum LineageGap
{
    None,

    Merge,

    ChangesNoFile,

    /// <summary>The store holds no patch of a file that the branch touched.</summary>
    NoTraces,

    NoneFound,
}
