using System.Text.Json;

namespace OpenTraces.Schema;

internal static class LineCountsJson
{
    public static LineCounts Read(ref JsonCursor json)
    {
        int? mapped = null, folded = null, carried = null, ignored = null, malformed = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("mapped"u8)) mapped = json.ReadInt();
            else if (json.Is("folded"u8)) folded = json.ReadInt();
            else if (json.Is("carried"u8)) carried = json.ReadInt();
            else if (json.Is("ignored"u8)) ignored = json.ReadInt();
            else if (json.Is("malformed"u8)) malformed = json.ReadInt();
            else json.Skip();
        }

        return new LineCounts
        {
            Mapped = mapped ?? 0,
            Folded = folded ?? 0,
            Carried = carried ?? 0,
            Ignored = ignored ?? 0,
            Malformed = malformed ?? 0,
        };
    }

    public static void Write(Utf8JsonWriter writer, LineCounts value)
    {
        writer.WriteStartObject();
        writer.WriteWhole("total"u8, value.Total);
        writer.WriteWhole("mapped"u8, value.Mapped);
        writer.WriteWhole("folded"u8, value.Folded);
        writer.WriteWhole("carried"u8, value.Carried);
        writer.WriteWhole("ignored"u8, value.Ignored);
        writer.WriteWhole("malformed"u8, value.Malformed);
        writer.WriteEndObject();
    }
}
