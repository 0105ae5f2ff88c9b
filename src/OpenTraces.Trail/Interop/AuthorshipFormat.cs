namespace OpenTraces.Trail.Interop;

/// <summary>A format of somebody else that says who wrote the lines of a commit. <c>docs/format/commit-authorship.md</c> says how.</summary>
public enum AuthorshipFormat
{
    /// <summary>The note that git-ai keeps for a commit, <c>authorship/3.0.0</c>. Read from 3.0 on.</summary>
    GitAiNote,

    /// <summary>An Agent Trace record of the commit with all sessions that wrote it. Written as 0.1.0.</summary>
    AgentTrace,
}
