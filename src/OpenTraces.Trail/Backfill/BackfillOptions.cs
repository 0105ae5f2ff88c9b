using System.Diagnostics.CodeAnalysis;

namespace OpenTraces.Trail.Backfill;

/// <summary>How far back a history is tied to the stored traces.</summary>
[Experimental("OT0001")]
public sealed class BackfillOptions
{
    /// <summary>So many commits before <c>HEAD</c>, the newest first; from 1, default 2000.</summary>
    public int MaxCommits { get; set; } = 2000;

    /// <summary>A commit later than this after a change is not taken for the one that accepted it; null, the default, for any.</summary>
    public TimeSpan? Window { get; set; }

    /// <summary>Says what would be remembered and writes nothing; default false.</summary>
    public bool DryRun { get; set; }
}
