using System.Buffers;

namespace OpenTraces.Schema;

/// <summary>
/// Writes a trace in a format of somebody else and reads such a document into a trace. Guarantees: (1) the same record
/// gives the same bytes; (2) what is written is valid JSON in valid Unicode; (3) every member of the record that is not
/// its default either comes back from <see cref="Read"/> as it was or stands in the report; (4) what was read and is
/// written again is the document that was read, or the report of reading names the difference.
/// </summary>
/// <remarks>
/// The reports are measured: after writing, the document is read back and compared, after reading it is written again and
/// compared. What no comparison finds, such as a list that begins with an answer, the writer adds. Both hold the document and the record in memory a few times over.
/// </remarks>
public static class TraceExchange
{
    /// <summary>Writes one document.</summary>
    /// <param name="format">The format.</param>
    /// <param name="record">The trace.</param>
    /// <param name="output">Takes the document, without a line feed behind it.</param>
    /// <param name="patches">
    /// The trace's patches with their text, for <see cref="ExchangeFormat.AgentTrace"/>: a record without
    /// <see cref="TraceRecord.Attribution"/> has its line ranges computed from them. Other formats don't look at them.
    /// </param>
    /// <returns>What does not come back when the document is read.</returns>
    public static LossReport Write(
        ExchangeFormat format, TraceRecord record, IBufferWriter<byte> output, IReadOnlyList<TracePatch>? patches = null)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(output);
        var codec = format.CreateCodec();
        var notes = new LossNotes();
        var (document, kept) = Written(codec, record, patches ?? [], notes);
        output.Write(document.Utf8.Span);
        var meter = new LossMeter(codec.Rules.Written, kept);
        meter.Compare(ToJson(record), ToJson(format.CreateCodec().Read(document)));
        return meter.Report(format, LossReport.Written, notes.Entries);
    }

    /// <summary>Reads one document.</summary>
    /// <param name="format">The format.</param>
    /// <param name="utf8">The document.</param>
    /// <param name="loss">What of the document is not written again.</param>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.InvalidTrace"/>: not a document of the format.</exception>
    public static TraceRecord Read(ExchangeFormat format, ReadOnlySpan<byte> utf8, out LossReport loss)
    {
        ArgumentNullException.ThrowIfNull(format);
        var document = Foreign.Document(utf8);
        var codec = format.CreateCodec();
        var record = codec.Read(document);
        var meter = new LossMeter(codec.Rules.Read, keptSteps: null);
        meter.Compare(document, Written(format.CreateCodec(), record, [], new LossNotes()).Document);
        loss = meter.Report(format, LossReport.Read, []);
        return record;
    }

    private static (RawJson Document, IReadOnlyList<int>? Kept) Written(
        IExchangeCodec codec, TraceRecord record, IReadOnlyList<TracePatch> patches, LossNotes notes)
    {
        IReadOnlyList<int>? kept = null;
        var document = RawJson.Build(writer => kept = codec.Write(writer, record, patches, notes));
        return (document, kept);
    }

    // With its hash as it stands: one of its own would differ whenever anything else does.
    private static RawJson ToJson(TraceRecord record)
    {
        var json = new ArrayBufferWriter<byte>(4096);
        TraceJson.WriteUnhashed(json, record);
        return RawJson.FromTrusted(json.WrittenMemory);
    }
}
