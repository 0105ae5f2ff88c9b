using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Writes and reads one format. An instance serves one document.</summary>
internal interface IExchangeCodec
{
    /// <summary>What the format has no place for, and where it is kept instead.</summary>
    LossRules Rules { get; }

    /// <summary>Writes one document of valid JSON and valid Unicode.</summary>
    /// <param name="writer">Takes the document.</param>
    /// <param name="record">The trace.</param>
    /// <param name="patches">Its patches, for the format that is made of them.</param>
    /// <param name="notes">Takes what no comparison finds.</param>
    /// <returns>The positions in <see cref="TraceRecord.Steps"/> of the steps that a reader gets back, in its order; null for all.</returns>
    IReadOnlyList<int>? Write(Utf8JsonWriter writer, TraceRecord record, IReadOnlyList<TracePatch> patches, LossNotes notes);

    /// <summary>Reads what is there. Only <see cref="OpenTracesException"/> is thrown.</summary>
    TraceRecord Read(RawJson document);
}
