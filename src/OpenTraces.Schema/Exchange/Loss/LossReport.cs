using System.Buffers;
using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>What a conversion did not keep in the place where a reader looks for it.</summary>
public sealed record LossReport
{
    internal const string Written = "write";
    internal const string Read = "read";

    private const string SchemaVersion = "opentraces.exchange.loss.v1";

    /// <summary><see cref="ExchangeFormat.Name"/>, or the name of a format that is not of traces, such as <c>git-ai</c>.</summary>
    public required string Format { get; init; }

    /// <summary>The version of the format that was written or is read into.</summary>
    public required string FormatVersion { get; init; }

    /// <summary><c>write</c>: paths are of what was written, a trace record for <see cref="TraceExchange"/>. <c>read</c>: paths are of the document.</summary>
    public required string Direction { get; init; }

    /// <summary>In ordinal order of path, then kind. Empty: nothing was lost.</summary>
    public IReadOnlyList<LossEntry> Entries { get; init; } = [];

    /// <summary>True when everything can be had back: nothing but <see cref="LossKind.Carried"/> entries.</summary>
    public bool IsLossless => Entries.All(static e => e.Kind == LossKind.Carried);

    /// <summary>Writes the report as one JSON object, snake_case members, kinds in lower case.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        using var writer = new Utf8JsonWriter(output, TraceJson.WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("schema_version"u8, SchemaVersion);
        writer.WriteString("format"u8, Format);
        writer.WriteString("format_version"u8, FormatVersion);
        writer.WriteString("direction"u8, Direction);
        writer.WriteBoolean("lossless"u8, IsLossless);
        writer.WriteStartArray("entries"u8);
        foreach (var entry in Entries)
        {
            writer.WriteStartObject();
            writer.WriteText("path"u8, entry.Path);
            writer.WriteString("kind"u8, NameOf(entry.Kind));
            writer.WriteNumber("count"u8, entry.Count);
            writer.WriteString("reason"u8, entry.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string NameOf(LossKind kind) => kind switch
    {
        LossKind.Dropped => "dropped",
        LossKind.Approximated => "approximated",
        LossKind.Renamed => "renamed",
        LossKind.Truncated => "truncated",
        _ => "carried",
    };
}
