namespace OpenTraces.Datasets;

/// <summary>What a review call did.</summary>
public sealed record ReviewChange
{
    /// <summary>Rows that are in the wanted state now, in file order; also those that were before.</summary>
    public required IReadOnlyList<string> RowIds { get; init; }

    /// <summary>Rows that were asked for and are blocked; they were left as they are.</summary>
    public required IReadOnlyList<string> Blocked { get; init; }
}
