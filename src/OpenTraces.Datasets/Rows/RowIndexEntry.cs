using OpenTraces.Schema;

namespace OpenTraces.Datasets.Rows;

/// <summary>
/// A row's entry and its place in the data and in its provenance. The entries of one run are a batch: all of them are there,
/// or none of them counts.
/// </summary>
internal sealed record RowIndexEntry
{
    /// <summary>The row. With this identity mode its payload hash is its identity hash.</summary>
    public required DatasetRowIndexEntry Row { get; init; }

    public required long Offset { get; init; }

    /// <summary>Bytes, without the line feed.</summary>
    public required int Length { get; init; }

    public required long ProvenanceOffset { get; init; }

    public required int ProvenanceLength { get; init; }

    /// <summary>From 0.</summary>
    public required int BatchPosition { get; init; }

    public required int BatchSize { get; init; }

    public bool ClosesBatch => BatchPosition == BatchSize - 1;

    public long DataEnd => Offset + Length + 1;

    public long ProvenanceEnd => ProvenanceOffset + ProvenanceLength + 1;
}
