using OpenTraces.Schema;

namespace OpenTraces.Datasets;

/// <summary>A row with its state.</summary>
public sealed record DatasetRow
{
    /// <summary><c>row_</c> and 16 hexadecimal digits.</summary>
    public required string RowId { get; init; }

    /// <summary>The line of <c>data/train.jsonl</c>, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The row as it would be published; null when its bytes are no longer the ones that were appended.</summary>
    public required RawJson? Data { get; init; }

    /// <summary>Whether it may be published.</summary>
    public required DatasetPublicationStatus State { get; init; }

    /// <summary>Why it is blocked, as short names; empty in every other state.</summary>
    public IReadOnlyList<string> BlockReasons { get; init; } = [];

    /// <summary>The run that appended it.</summary>
    public required string RunId { get; init; }

    /// <summary>Replacements the floor made in it.</summary>
    public required int Redactions { get; init; }

    /// <summary>Who decided; null when nobody has.</summary>
    public string? ReviewedBy { get; init; }

    /// <summary>When it was decided; null when it was not.</summary>
    public DateTimeOffset? ReviewedAt { get; init; }
}
