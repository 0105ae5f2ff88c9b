namespace OpenTraces.Trail.Teleport;

/// <summary>How much of the repository goes along with a trace.</summary>
public enum TeleportGit
{
    /// <summary>
    /// The commits that accepted the trace's changes and their parents, each with all its files but without the history before: what is
    /// opened needs nothing else.
    /// </summary>
    SelfContained,

    /// <summary>Only what those commits brought in. It can be fetched into a clone that has their parents.</summary>
    Thin,

    /// <summary>Nothing; the anchors still name the commits.</summary>
    None,
}
