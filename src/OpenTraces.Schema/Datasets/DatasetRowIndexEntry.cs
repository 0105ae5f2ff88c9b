namespace OpenTraces.Schema;

/// <summary>Where a row lies and where it came from.</summary>
public sealed record DatasetRowIndexEntry
{
    /// <summary>The row.</summary>
    public required string RowId { get; init; }

    /// <summary>Two rows with the same one are the same row.</summary>
    public required string IdentityHash { get; init; }

    /// <summary>Over the row's canonical text.</summary>
    public required string PayloadHash { get; init; }

    /// <summary>The schema it was held to.</summary>
    public required string SchemaDigest { get; init; }

    /// <summary>Relative to the dataset's folder.</summary>
    public required string DataFile { get; init; }

    /// <summary>In that file, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The run that appended it.</summary>
    public required string RunId { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string AppendedAt { get; init; }

    /// <summary>The trace it was made of.</summary>
    public string? SourceTraceId { get; init; }

    /// <summary>The part of that trace.</summary>
    public string? SourceUnitId { get; init; }

    /// <summary>The slice of that trace.</summary>
    public string? SourceSliceId { get; init; }

    /// <summary>What else is known of its origin; an object.</summary>
    public RawJson Provenance { get; init; } = RawJson.EmptyObject;

    /// <summary>Members this version does not know, in file order; see <see cref="DatasetJson"/>.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
