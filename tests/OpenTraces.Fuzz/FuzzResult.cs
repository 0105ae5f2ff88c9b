using System.Globalization;

namespace OpenTraces.Fuzz;

/// <summary>What a run found.</summary>
public sealed record FuzzResult
{
    public required long Mutants { get; init; }

    public required long Bytes { get; init; }

    public required long Entries { get; init; }

    public required long Steps { get; init; }

    public required TimeSpan Elapsed { get; init; }

    /// <summary>The longest that one mutant took.</summary>
    public required TimeSpan Slowest { get; init; }

    public required IReadOnlyList<FuzzFailure> Failures { get; init; }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Mutants} mutants, {Bytes / 1e6:F0} MB, {Entries} entries, {Steps} steps in {Elapsed.TotalSeconds:F0} s; slowest {Slowest.TotalMilliseconds:F0} ms; {Failures.Count} failures");
}
