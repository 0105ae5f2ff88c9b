using OpenTraces.Schema;

namespace OpenTraces.Trail;

/// <summary>The traces a commit took changes from.</summary>
public sealed record CommitBlame
{
    /// <summary>The full id of the commit.</summary>
    public required string Commit { get; init; }

    /// <summary>Its first line.</summary>
    public required string Subject { get; init; }

    /// <summary>
    /// Lines the commit adds, as far as git shows them: of a file that attributes call binary those that an anchor explains.
    /// </summary>
    public required int AddedLines { get; init; }

    /// <summary>Lines of them that an anchor explains, firm or not; those of <see cref="EvidenceTier.OverlappingHunk"/> are none.</summary>
    public required int ClaimedLines { get; init; }

    /// <summary>Lines of them that a firm anchor explains.</summary>
    public required int AttributedLines { get; init; }

    /// <summary>Most patches first, then by trace id.</summary>
    public required IReadOnlyList<CommitBlameTrace> Traces { get; init; }
}
