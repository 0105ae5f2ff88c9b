using OpenTraces.Schema;

namespace OpenTraces.Datasets.Rows;

/// <summary>A row that waits for its run to succeed. Its bytes are in the staging file, after those of the row before it.</summary>
internal sealed record StagedRow(ContentHash Identity, int Length, string? SourceTraceId, string? SourceUnitId, RawJson Provenance)
{
    public string RowId => IdOf(Identity);

    public static string IdOf(ContentHash identity) => "row_" + identity.ToString()[..16];
}
