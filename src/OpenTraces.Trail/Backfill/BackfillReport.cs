using System.Diagnostics.CodeAnalysis;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Backfill;

/// <summary>What a history was found to hold of the stored traces.</summary>
[Experimental("OT0001")]
public sealed record BackfillReport
{
    /// <summary>The commit the history was read from, with its full id.</summary>
    public required string Head { get; init; }

    /// <summary>Commits that were looked at.</summary>
    public required int Commits { get; init; }

    /// <summary>Commits of them that hold a change of a trace.</summary>
    public required int AttributedCommits { get; init; }

    /// <summary>The traces of which something was new, in the order of their ids.</summary>
    public required IReadOnlyList<TraceId> Traces { get; init; }

    /// <summary>Changes that one of the commits holds.</summary>
    public required int Patches { get; init; }

    /// <summary>Lines that the commits add; of a merge those that no parent has.</summary>
    public required int AddedLines { get; init; }

    /// <summary>Lines of them that an anchor explains, firm or not.</summary>
    public required int ClaimedLines { get; init; }

    /// <summary>Lines of them that a firm anchor explains.</summary>
    public required int AttributedLines { get; init; }
}
