using OpenTraces.Bucket;
using OpenTraces.Capture;
using OpenTraces.Datasets;
using OpenTraces.Schema;
using OpenTraces.Trail;

namespace OpenTraces.Cli.Commands.Quickstart;

/// <summary>What the quickstart did, station by station.</summary>
internal sealed record QuickstartReport
{
    public required bool IsSample { get; init; }

    /// <summary>The repository the changes were looked up in; null when there is none with commits.</summary>
    public required string? Repository { get; init; }

    public required IReadOnlyList<ImportResult> Imports { get; init; }

    /// <summary>The words that were searched for, and what they found.</summary>
    public required string Words { get; init; }

    public required SearchResult Found { get; init; }

    /// <summary>The trace the later stations show.</summary>
    public required TraceSummary? Shown { get; init; }

    public required IReadOnlyList<StepView> Steps { get; init; }

    public required Slicing Turns { get; init; }

    public required TraceTracking? Tracking { get; init; }

    public required CommitBlame? Blame { get; init; }

    public required RunTotals Run { get; init; }

    public required IReadOnlyList<DatasetRow> Rows { get; init; }

    public required string Dataset { get; init; }

    public required string DatasetFolder { get; init; }
}
