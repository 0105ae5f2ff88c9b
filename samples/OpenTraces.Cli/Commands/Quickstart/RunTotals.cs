using OpenTraces.Datasets;

namespace OpenTraces.Cli.Commands.Quickstart;

/// <summary>What the runs over single traces did together.</summary>
internal sealed record RunTotals
{
    public int Candidates { get; init; }

    public int Emitted { get; init; }

    public int Appended { get; init; }

    public int Duplicates { get; init; }

    public int Redactions { get; init; }

    public RunTotals Add(RunReport run) => new()
    {
        Candidates = Candidates + run.Candidates,
        Emitted = Emitted + run.Emitted,
        Appended = Appended + run.Appended,
        Duplicates = Duplicates + run.Duplicates,
        Redactions = Redactions + run.Redactions,
    };
}
