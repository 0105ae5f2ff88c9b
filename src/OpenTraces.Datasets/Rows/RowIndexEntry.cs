namespace OpenTraces.Datasets.Rows;

/// <summary>
/// Where a row lies, in the data and in its provenance. The entries of one run are a batch: all of them are there, or
/// none of them counts.
/// </summary>
internal sealed record RowIndexEntry
{
    public required string RowId { get; init; }

    /// <summary>64 hexadecimal digits over the canonical row; with this identity mode also its payload hash.</summary>
    public required string IdentityHash { get; init; }

    public required string SchemaDigest { get; init; }

    /// <summary>From 1.</summary>
    public required int Line { get; init; }

    public required long Offset { get; init; }

    /// <summary>Bytes, without the line feed.</summary>
    public required int Length { get; init; }

    public required long ProvenanceOffset { get; init; }

    public required int ProvenanceLength { get; init; }

    /// <summary>From 0.</summary>
    public required int BatchPosition { get; init; }

    public required int BatchSize { get; init; }

    public required string RunId { get; init; }

    public required string AppendedAt { get; init; }

    public string? SourceTraceId { get; init; }

    public string? SourceUnitId { get; init; }

    public bool ClosesBatch => BatchPosition == BatchSize - 1;

    public long DataEnd => Offset + Length + 1;

    public long ProvenanceEnd => ProvenanceOffset + ProvenanceLength + 1;
}
