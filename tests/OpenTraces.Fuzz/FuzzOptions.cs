namespace OpenTraces.Fuzz;

/// <summary>What a run does.</summary>
public sealed record FuzzOptions
{
    /// <summary>Mutant <c>n</c> of a seed is the same on every machine that has the same sessions.</summary>
    public required long Seed { get; init; }

    /// <summary>The number of mutants.</summary>
    public required long Count { get; init; }

    /// <summary>The number of the first mutant.</summary>
    public long First { get; init; }

    /// <summary>Threads.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>The run ends here, done or not.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromHours(12);

    /// <summary>A mutant that takes longer has hung.</summary>
    public TimeSpan MutantLimit { get; init; } = TimeSpan.FromSeconds(20);
}
