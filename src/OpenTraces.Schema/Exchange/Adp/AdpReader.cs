using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Reads a trajectory: with the places of its steps where it has them, else step by step as the items come.</summary>
internal sealed class AdpReader(RawJson document)
{
    public TraceRecord Read()
    {
        var root = Foreign.Object(document);
        if (root["content"].Kind != JsonValueKind.Array || root.Text("id") is not { } id)
            throw Foreign.Invalid("is no ADP trajectory: it has no id or no content");
        if (root.Text("schema_version") is { } version && !version.StartsWith("1.", StringComparison.Ordinal))
            throw Foreign.Invalid("is of an ADP version that is not known");
        var items = Foreign.Items(root["content"]);
        var ours = Foreign.Object(Foreign.Object(root["details"])[Remainder.Name]);
        var steps = ours["steps"].Kind == JsonValueKind.Array ? AdpPlaces.Fill(Foreign.Items(ours["steps"]), items) : null;
        steps ??= new AdpItemReader().Read(items);
        var record = Remainder.Read(ours["record"], TraceRecordJson.Read, writer =>
        {
            writer.WriteText("trace_id"u8, TraceId.TryParse(id, out _) || ours.Members.Count > 0 ? id : RecordIds.OfDocument(ExchangeFormat.Adp, document));
            writer.WriteText("session_id"u8, "");
            writer.WriteStartObject("agent"u8);
            writer.WriteText("name"u8, MessagePlaces.UnknownAgent);
            writer.WriteEndObject();
        });
        record = record with
        {
            Steps = steps,
            Metrics = Foreign.Object(ours["record"]).Has("metrics") ? record.Metrics : TraceMeasures.Of(steps),
        };
        return Keep(record, root, id);
    }

    private static TraceRecord Keep(TraceRecord record, ForeignObject root, string id)
    {
        var kept = new List<ForeignMember>();
        foreach (var member in root.Members)
        {
            if (member.Name is "schema_version" or "content" || (member.Name is "id" && id == record.TraceId))
                continue;
            var value = member.Name is "details"
                ? OriginalRoot.Of(Foreign.Object(member.Value).Members.Where(static m => m.Name != Remainder.Name)) : member.Value;
            if (!Foreign.IsEmpty(value))
                kept.Add(new ForeignMember(member.Name, value));
        }

        return kept.Count == 0 ? record : record with { Metadata = OriginalRoot.With(record.Metadata, AdpCodec.Kept, OriginalRoot.Of(kept)) };
    }
}
