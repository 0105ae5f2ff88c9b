namespace OpenTraces.Trail.Graphs;

/// <summary>Where a commit is drawn, and the lines from its row to the next.</summary>
public sealed record GraphRow
{
    /// <summary>The column of the commit, from 0.</summary>
    public required int Lane { get; init; }

    /// <summary>The columns that lines leave this row from and reach the next row at, in order. The last row has none.</summary>
    public required IReadOnlyList<(int From, int To)> Lines { get; init; }
}
