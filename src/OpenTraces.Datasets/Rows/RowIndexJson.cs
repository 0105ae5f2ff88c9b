using System.Buffers;
using System.Globalization;
using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Datasets.Rows;

/// <summary>One line of <c>row_index.jsonl</c>: the shared model, and the place of the row as members of ours beside it.</summary>
internal static class RowIndexJson
{
    public static RawJson Write(RowIndexEntry entry)
    {
        var json = new ArrayBufferWriter<byte>(512);
        DatasetJson.WriteRowIndexEntry(json, entry.Row with
        {
            Unknown =
            [
                Number("offset", entry.Offset),
                Number("length", entry.Length),
                Number("provenance_offset", entry.ProvenanceOffset),
                Number("provenance_length", entry.ProvenanceLength),
                Number("batch_position", entry.BatchPosition),
                Number("batch_size", entry.BatchSize),
            ],
        });
        return RawJson.FromTrusted(json.WrittenMemory);
    }

    /// <summary>Null when the line is not an entry, as after a torn write.</summary>
    public static RowIndexEntry? Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            var row = DatasetJson.ParseRowIndexEntry(line.Span, keepUnknown: true);
            return new RowIndexEntry
            {
                Row = row with { Unknown = [] },
                Offset = Number(row, "offset"),
                Length = checked((int)Number(row, "length")),
                ProvenanceOffset = Number(row, "provenance_offset"),
                ProvenanceLength = checked((int)Number(row, "provenance_length")),
                BatchPosition = checked((int)Number(row, "batch_position")),
                BatchSize = checked((int)Number(row, "batch_size")),
            };
        }
        catch (Exception e) when (e is OpenTracesException or JsonException or FormatException or OverflowException or InvalidOperationException)
        {
            return null;
        }
    }

    private static UnknownMember Number(string name, long value) => new()
    {
        Name = RawJson.Build(writer => writer.WriteStringValue(name)),
        Value = RawJson.Build(writer => writer.WriteNumberValue(value)),
    };

    /// <exception cref="InvalidOperationException">The member is missing.</exception>
    private static long Number(DatasetRowIndexEntry row, string name) =>
        long.Parse(row.Unknown.Last(member => member.Name.AsString() == name).Value.Utf8.Span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
