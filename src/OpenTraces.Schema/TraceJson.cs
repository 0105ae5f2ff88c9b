using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Reads and writes trace records as JSON: one record is one object, a file of records has one per line.</summary>
public static class TraceJson
{
    /// <summary>How deep JSON may nest before it is refused: 512.</summary>
    public const int MaxDepth = 512;

    internal static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = MaxDepth,
        SkipValidation = true,
    };

    /// <summary>
    /// Reads one record. Versions 0.1 to 0.9 are understood; unknown members are kept as they are, whatever version
    /// wrote them.
    /// </summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.InvalidTrace"/>: not a trace record.</exception>
    public static TraceRecord Parse(ReadOnlySpan<byte> utf8) => throw new NotImplementedException();

    /// <summary>Writes every member in declaration order, nulls and empty lists included, without white space.</summary>
    public static byte[] Serialize(TraceRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        Write(buffer, record);
        return buffer.WrittenSpan.ToArray();
    }

    /// <inheritdoc cref="Serialize"/>
    public static void Write(IBufferWriter<byte> output, TraceRecord record) => throw new NotImplementedException();

    /// <summary>Reads one step as it stands in a record's <c>steps</c>.</summary>
    public static Step ParseStep(ReadOnlySpan<byte> utf8) => throw new NotImplementedException();

    /// <summary>Writes one step as it stands in a record's <c>steps</c>.</summary>
    public static void WriteStep(IBufferWriter<byte> output, Step step) => throw new NotImplementedException();

    /// <summary>Reads one patch with its text.</summary>
    public static TracePatch ParsePatch(ReadOnlySpan<byte> utf8) => throw new NotImplementedException();

    /// <summary>Writes one patch with its text, snake_case members in declaration order.</summary>
    public static void WritePatch(IBufferWriter<byte> output, TracePatch patch) => throw new NotImplementedException();

    /// <summary>Reads a parse report.</summary>
    public static ParseReport ParseReport(ReadOnlySpan<byte> utf8) => throw new NotImplementedException();

    /// <summary>Writes a parse report, snake_case members, dictionary keys in ordinal order.</summary>
    public static void WriteReport(IBufferWriter<byte> output, ParseReport report) => throw new NotImplementedException();

    /// <summary>Reads records from a stream, one per line; blank lines are skipped.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.InvalidTrace"/>, naming the line.</exception>
    public static IAsyncEnumerable<TraceRecord> ReadLinesAsync(Stream input, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    /// <summary>Writes one record and a line feed.</summary>
    public static ValueTask WriteLineAsync(Stream output, TraceRecord record, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();
}
