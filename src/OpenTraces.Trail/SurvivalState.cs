namespace OpenTraces.Trail;

/// <summary>Whether a patch is alive at a revision. The JSON form is snake_case.</summary>
public enum SurvivalState
{
    /// <summary>Not decided: ambiguous, or without evidence.</summary>
    Unknown,

    /// <summary>No commit holds it.</summary>
    NeverCommitted,

    /// <summary>Its commit is not an ancestor of the revision.</summary>
    OrphanBranch,

    /// <summary>Every line is there, as committed, in the same file.</summary>
    AliveOnPath,

    /// <summary>Every line is there, but the file was moved.</summary>
    AliveMoved,

    /// <summary>The tokens are there, laid out differently than the agent wrote them.</summary>
    AliveTransformed,

    /// <summary>Some lines are there.</summary>
    PartiallyPreserved,

    /// <summary>Lines were replaced in place by a later change.</summary>
    Repaired,

    /// <summary>A later commit undid it: what it removed is back, what it added is gone.</summary>
    Reverted,

    /// <summary>No line is there.</summary>
    Lost,
}
