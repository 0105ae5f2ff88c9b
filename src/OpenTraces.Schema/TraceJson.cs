using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>
/// Reads and writes trace records as JSON: one record is one object, a file of records has one per line. What is read
/// tolerantly: null for a list, an object or a default; numbers spelled as <c>5.0</c>, <c>1e3</c> or <c>"5"</c>, and
/// clamped when out of range; of several members with one name the last counts.
/// </summary>
public static class TraceJson
{
    /// <summary>How deep a JSON value may nest before it is refused: 512. A record's own members come on top of that.</summary>
    public const int MaxDepth = 512;

    internal static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = MaxDepth,
        SkipValidation = true,
    };

    // Room for the deepest place of a record where a free-form value can stand.
    internal static JsonReaderOptions ReaderOptions { get; } = new() { MaxDepth = MaxDepth + 16 };

    /// <summary>
    /// Reads one record. One of 0.1 to 0.7 becomes one of 0.7.0: a diff in <c>outcome.patch</c> (up to 0.5) becomes
    /// <c>metadata.legacy.patch</c> and one <see cref="Patch"/> per file, a block <c>intent</c> (0.3) becomes
    /// <c>metadata.legacy.intent</c>, and what follows from its patches is made to (<see cref="TraceDerived.Apply"/>). One of 0.8
    /// or 0.9 keeps its version and what it says. A newer one is read as far as it is understood and
    /// cannot be written. Unknown members are kept as they are, whatever version wrote them.
    /// </summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.InvalidTrace"/>: not a trace record.</exception>
    public static TraceRecord Parse(ReadOnlySpan<byte> utf8) =>
        UpgradeChain.Derive(UpgradeChain.Upgrade(Read(utf8, TraceRecordJson.Read)));

    /// <summary>
    /// Writes every member in declaration order, nulls and empty lists included, on one line. What is older than 0.7 is
    /// written as 0.7.0; 0.8 and 0.9 keep their version. <c>content_hash</c> is the one of what is written
    /// (<see cref="ComputeContentHash"/>), whatever <see cref="TraceRecord.ContentHash"/> says; a record of 0.8 or 0.9 keeps
    /// the one it came with.
    /// </summary>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.Precondition"/>: <see cref="TraceRecord.SchemaVersion"/> is newer than 0.9 or is no
    /// version; nothing is written.
    /// </exception>
    /// <exception cref="JsonException">A value was made by <see cref="RawJson.FromTrusted"/> and is not JSON.</exception>
    public static byte[] Serialize(TraceRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (!KeepsHash(record))
            return new HashedRecord(record).ToArray();
        var buffer = new ArrayBufferWriter<byte>(4096);
        WriteUnhashed(buffer, record);
        return buffer.WrittenSpan.ToArray();
    }

    /// <inheritdoc cref="Serialize"/>
    public static void Write(IBufferWriter<byte> output, TraceRecord record)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(record);
        if (KeepsHash(record))
            WriteUnhashed(output, record);
        else
            new HashedRecord(record).CopyTo(output);
    }

    /// <summary>
    /// Writes as <see cref="Serialize"/> does, but <see cref="TraceRecord.ContentHash"/> as it stands. For a store that keeps a
    /// record in parts, which have no hash of their own; a record that goes out goes by <see cref="Serialize"/>.
    /// </summary>
    /// <inheritdoc cref="Serialize" path="/exception[1]"/>
    public static void WriteUnhashed(IBufferWriter<byte> output, TraceRecord record) => Write(output, record, TraceRecordJson.Write);

    /// <summary>Reads one step as it stands in a record's <c>steps</c>.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.InvalidTrace"/>: not a step.</exception>
    public static Step ParseStep(ReadOnlySpan<byte> utf8) => Read(utf8, StepJson.Read);

    /// <summary>Writes one step as it stands in a record's <c>steps</c>.</summary>
    public static void WriteStep(IBufferWriter<byte> output, Step step) => Write(output, step, StepJson.Write);

    /// <summary>Reads one patch with its text.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.InvalidTrace"/>: not a patch.</exception>
    public static TracePatch ParsePatch(ReadOnlySpan<byte> utf8) => Read(utf8, TracePatchJson.Read);

    /// <summary>Writes one patch with its text, snake_case members in declaration order.</summary>
    public static void WritePatch(IBufferWriter<byte> output, TracePatch patch) => Write(output, patch, TracePatchJson.Write);

    /// <summary>Reads what a call did.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.InvalidTrace"/>: not such an object.</exception>
    public static CallChanges ParseChanges(ReadOnlySpan<byte> utf8) => Read(utf8, CallChangesJson.Read);

    /// <summary>Writes what a call did, snake_case members in declaration order.</summary>
    public static void WriteChanges(IBufferWriter<byte> output, CallChanges changes) => Write(output, changes, CallChangesJson.Write);

    /// <summary>Reads a parse report.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.InvalidTrace"/>: not a parse report.</exception>
    public static ParseReport ParseReport(ReadOnlySpan<byte> utf8) => Read(utf8, ParseReportJson.Read);

    /// <summary>Writes a parse report, snake_case members, dictionary keys in ordinal order.</summary>
    public static void WriteReport(IBufferWriter<byte> output, ParseReport report) => Write(output, report, ParseReportJson.Write);

    /// <summary>Reads records from a stream, one per line; blank lines are skipped. Holds one line at a time.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.InvalidTrace"/>, naming the line.</exception>
    public static IAsyncEnumerable<TraceRecord> ReadLinesAsync(Stream input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        return JsonLines.ReadAsync(input, cancellationToken);
    }

    /// <summary>Writes one record and a line feed.</summary>
    /// <inheritdoc cref="Serialize" path="/exception"/>
    public static ValueTask WriteLineAsync(Stream output, TraceRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        var buffer = new ArrayBufferWriter<byte>(4096);
        Write(buffer, record);
        buffer.Write("\n"u8);
        return output.WriteAsync(buffer.WrittenMemory, cancellationToken);
    }

    /// <summary>
    /// The value of <c>content_hash</c>: 64 hexadecimal digits of SHA-256 over the
    /// <see cref="CanonicalJson"/> of the record as <see cref="Serialize"/> writes it, without <c>content_hash</c> and
    /// <c>trace_id</c>. Two captures of the same content agree, whatever their ids. It is not the hash of other
    /// implementations, which hash another spelling of the same record.
    /// </summary>
    /// <inheritdoc cref="Serialize" path="/exception"/>
    public static string ComputeContentHash(TraceRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new HashedRecord(record).Hash;
    }

    /// <summary>
    /// Whether <see cref="Serialize"/> leaves <see cref="TraceRecord.ContentHash"/> as it stands: a version after 0.7, or one that is none,
    /// hashes its members in a form of its own.
    /// </summary>
    public static bool KeepsHash(TraceRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return SchemaVersion.Parse(record.SchemaVersion) is not { } version || version > SchemaVersion.Written;
    }

    internal static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> utf8) =>
        utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;

    internal static T Read<T>(ReadOnlySpan<byte> utf8, JsonRead<T> read, bool forbidsUnknown = false, Unreadables? unreadables = null)
    {
        try
        {
            var json = new JsonCursor(WithoutByteOrderMark(utf8), forbidsUnknown, unreadables);
            if (json.TokenType != JsonTokenType.StartObject)
                throw json.Expected("an object");
            var value = read(ref json);
            json.End();
            return value;
        }
        catch (JsonException error)
        {
            // The platform's message quotes the text, so neither it nor the exception goes on.
            throw new OpenTracesException(OpenTracesErrorCode.InvalidTrace,
                $"Not JSON at line {error.LineNumber + 1}, byte {error.BytePositionInLine}.");
        }
    }

    internal static void Write<T>(IBufferWriter<byte> output, T value, JsonWrite<T> write)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(value);
        using var writer = new Utf8JsonWriter(output, WriterOptions);
        write(writer, value);
    }
}
