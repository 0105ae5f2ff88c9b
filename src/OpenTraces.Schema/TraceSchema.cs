namespace OpenTraces.Schema;

/// <summary>Names and versions that are part of the trace record format.</summary>
public static class TraceSchema
{
    /// <summary>The version written into <see cref="TraceRecord.SchemaVersion"/>: <c>0.7.0</c>.</summary>
    public const string Version = "0.7.0";

    /// <summary>The file name extension of a file of records, one per line.</summary>
    public const string JsonLinesExtension = ".jsonl";
}
