using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>
/// The Agent Data Protocol: one list of actions and observations. Its items allow no further members, so what they have no
/// place for stands in <c>details</c>, step by step.
/// </summary>
internal sealed class AdpCodec : IExchangeCodec
{
    public const string Kept = "exchange.adp";
    private const string Version = "1.5.0";

    public LossRules Rules { get; } = new(
        new LossRuleSet
        {
            NoPlace = "ADP has no place for it.",
            Rules = [new("steps[].observations[].content", LossKind.Approximated, "Every result stands in the order of the calls.")],
            Carried = CarriedPaths.Rules("ADP has no place for it; it stands in details.opentraces.",
                "session_id", "agent.*", "tool_definitions[]", "steps[].model", "steps[].timestamp", "steps[].token_usage.*", "metrics.*"),
        },
        new LossRuleSet
        {
            NoPlace = "A trace record has no member for it.",
            CountAdditions = false,
            Rules = [new("schema_version", LossKind.Approximated, "It is written as the current version.")],
            Whole = ["details.*", "*kwargs"],
            Maps = [],
        });

    public IReadOnlyList<int>? Write(Utf8JsonWriter writer, TraceRecord record, IReadOnlyList<TracePatch> patches, LossNotes notes)
    {
        var ids = new CallIds(plain: false);
        var kept = Foreign.Object(Foreign.Object(record.Metadata)[Kept]);
        writer.WriteStartObject();
        writer.WriteString("schema_version"u8, Version);
        writer.PutText("id"u8, kept.Text("id") ?? record.TraceId);
        writer.WriteStartArray("content"u8);
        var places = new List<RawJson>(record.Steps.Count);
        foreach (var step in record.Steps)
            places.Add(AdpStepWriter.Write(writer, step, ids));
        writer.WriteEndArray();
        foreach (var member in kept.Members.Where(static m => m.Name is not ("id" or "details")))
            OriginalRoot.Put(writer, member);
        WriteDetails(writer, record, places, kept["details"]);
        writer.WriteEndObject();
        return null;
    }

    public TraceRecord Read(RawJson document) => new AdpReader(document).Read();

    private static void WriteDetails(Utf8JsonWriter writer, TraceRecord record, List<RawJson> places, RawJson kept)
    {
        var blank = new TraceRecord
        {
            TraceId = record.TraceId,
            SessionId = "",
            Agent = new Agent { Name = MessagePlaces.UnknownAgent },
            Metrics = TraceMeasures.Of(record.Steps),
        };
        var value = record with { Steps = [], Metadata = OriginalRoot.Without(record.Metadata, Kept) };
        writer.WriteStartObject("details"u8);
        foreach (var member in Foreign.Object(kept).Members.Where(static m => m.Name != Remainder.Name))
            OriginalRoot.Put(writer, member);
        writer.WriteStartObject("opentraces"u8);
        if (Remainder.Of(value, blank, TraceRecordJson.Write) is { } rest)
            writer.PutRaw("record"u8, rest);
        writer.WriteList("steps"u8, places, static (output, place) => place.WriteTo(output));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
