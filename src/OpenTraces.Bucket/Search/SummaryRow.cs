namespace OpenTraces.Bucket.Search;

/// <summary>A row of the table of traces.</summary>
internal readonly record struct SummaryRow(long Row, long EndTicks, TraceSummary Summary);
