using System.Buffers;

namespace OpenTraces.Schema;

/// <summary>
/// Reads and writes the dataset models as JSON. They are strict where <see cref="TraceJson"/> is tolerant: a value outside its
/// vocabulary, a rule that does not hold and a member that 0.7 does not know are errors. What 0.9 adds is read and kept as
/// it is. Every member is written, in declaration order.
/// </summary>
public static class DatasetJson
{
    /// <summary>Reads a dataset's manifest.</summary>
    /// <param name="utf8">One object.</param>
    /// <param name="keepUnknown">True to keep members 0.7 does not know in <c>Unknown</c>, at every level, instead of refusing them.</param>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.InvalidTrace"/>, naming the place and what is wrong.</exception>
    public static DatasetManifest ParseManifest(ReadOnlySpan<byte> utf8, bool keepUnknown = false) =>
        TraceJson.Read(utf8, DatasetManifestJson.Read, forbidsUnknown: !keepUnknown);

    /// <summary>Writes a dataset's manifest.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.InvalidTrace"/>: a rule does not hold.</exception>
    public static void WriteManifest(IBufferWriter<byte> output, DatasetManifest manifest) =>
        TraceJson.Write(output, manifest, DatasetManifestJson.Write);

    /// <summary>Reads the decisions about a dataset's rows.</summary>
    /// <inheritdoc cref="ParseManifest"/>
    public static DatasetPublicationState ParsePublicationState(ReadOnlySpan<byte> utf8, bool keepUnknown = false) =>
        TraceJson.Read(utf8, DatasetPublicationStateJson.Read, forbidsUnknown: !keepUnknown);

    /// <summary>Writes the decisions about a dataset's rows, in the order of the dictionary.</summary>
    public static void WritePublicationState(IBufferWriter<byte> output, DatasetPublicationState state) =>
        TraceJson.Write(output, state, DatasetPublicationStateJson.Write);

    /// <summary>Reads the record of a run.</summary>
    /// <inheritdoc cref="ParseManifest"/>
    public static DatasetRunRecord ParseRunRecord(ReadOnlySpan<byte> utf8, bool keepUnknown = false) =>
        TraceJson.Read(utf8, DatasetRunRecordJson.Read, forbidsUnknown: !keepUnknown);

    /// <summary>Writes the record of a run.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.InvalidTrace"/>: a rule does not hold.</exception>
    public static void WriteRunRecord(IBufferWriter<byte> output, DatasetRunRecord run) =>
        TraceJson.Write(output, run, DatasetRunRecordJson.Write);

    /// <summary>Reads one line of a row index.</summary>
    /// <inheritdoc cref="ParseManifest"/>
    public static DatasetRowIndexEntry ParseRowIndexEntry(ReadOnlySpan<byte> utf8, bool keepUnknown = false) =>
        TraceJson.Read(utf8, DatasetRowIndexEntryJson.Read, forbidsUnknown: !keepUnknown);

    /// <summary>Writes one line of a row index, without its line feed.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.InvalidTrace"/>: a rule does not hold.</exception>
    public static void WriteRowIndexEntry(IBufferWriter<byte> output, DatasetRowIndexEntry entry) =>
        TraceJson.Write(output, entry, DatasetRowIndexEntryJson.Write);

    /// <summary>Reads what a workflow asks of the security tools.</summary>
    /// <inheritdoc cref="ParseManifest"/>
    public static WorkflowSecurityContract ParseSecurityContract(ReadOnlySpan<byte> utf8, bool keepUnknown = false) =>
        TraceJson.Read(utf8, WorkflowSecurityContractJson.Read, forbidsUnknown: !keepUnknown);

    /// <summary>Writes what a workflow asks of the security tools.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.InvalidTrace"/>: a rule does not hold.</exception>
    public static void WriteSecurityContract(IBufferWriter<byte> output, WorkflowSecurityContract contract) =>
        TraceJson.Write(output, contract, WorkflowSecurityContractJson.Write);
}
