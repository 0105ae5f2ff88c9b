using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>A span of somebody's document. Attributes may hold structure or JSON as text; both read the same.</summary>
internal sealed class OtelSpan
{
    private readonly Dictionary<string, RawJson> _attributes = new(StringComparer.Ordinal);

    public OtelSpan(ForeignObject span)
    {
        TraceId = span.Text("traceId") ?? span.Text("trace_id") ?? "";
        Id = span.Text("spanId") ?? span.Text("span_id") ?? "";
        Parent = span.Text("parentSpanId") ?? span.Text("parent_span_id") ?? "";
        Start = Time(span["startTimeUnixNano"]);
        End = Time(span["endTimeUnixNano"]);
        foreach (var item in Foreign.Items(span["attributes"]))
        {
            var attribute = Foreign.Object(item);
            if (attribute.Text("key") is { } key)
                _attributes[key] = Value(attribute["value"], 0);
        }
    }

    public string TraceId { get; }

    public string Id { get; }

    public string Parent { get; }

    public string Start { get; }

    public string End { get; }

    public string? Operation => Text(OtelNames.Operation);

    public bool Has(string name) => _attributes.ContainsKey(name);

    public string? Text(string name) => _attributes.GetValueOrDefault(name).AsString();

    /// <summary>A number of at least 0, written as a number or as text.</summary>
    public long? Count(string name)
    {
        var value = _attributes.GetValueOrDefault(name);
        if (value.Kind is not (JsonValueKind.Number or JsonValueKind.String))
            return null;
        return long.TryParse(value.AsString() ?? value.ToString(), System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= 0 ? number : null;
    }

    /// <summary>Structure, or JSON as text; JSON null when it is neither.</summary>
    public RawJson Structure(string name)
    {
        var value = _attributes.GetValueOrDefault(name);
        return value.AsString() is { } text ? Foreign.Embedded(text) ?? default : value;
    }

    private static string Time(RawJson value) => value.AsString() ?? (value.Kind == JsonValueKind.Number ? value.ToString() : "0");

    private static RawJson Value(RawJson any, int depth)
    {
        if (depth > 64)
            throw Foreign.Invalid("nests attributes too deeply");
        foreach (var member in Foreign.Object(any).Members)
        {
            switch (member.Name)
            {
                case "arrayValue":
                    var items = Foreign.Items(Foreign.Object(member.Value)["values"]).ConvertAll(v => Value(v, depth + 1));
                    return RawJson.Build(writer =>
                    {
                        writer.WriteStartArray();
                        foreach (var item in items)
                            item.WriteTo(writer);
                        writer.WriteEndArray();
                    });
                case "kvlistValue":
                    return OriginalRoot.Of(Foreign.Items(Foreign.Object(member.Value)["values"]).Select(Foreign.Object)
                        .Select(pair => new ForeignMember(pair.Text("key") ?? "", Value(pair["value"], depth + 1))).ToList());
                case "intValue" when member.Value.AsString() is { } digits && Foreign.Embedded(digits) is { Kind: JsonValueKind.Number } number:
                    return number;
                default:
                    return member.Value;
            }
        }

        return default;
    }
}
