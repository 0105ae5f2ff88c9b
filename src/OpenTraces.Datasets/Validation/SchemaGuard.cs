using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Datasets.Validation;

/// <summary>
/// Refuses a schema the validator would only pretend to enforce. What is not known to be enforced is refused, so a
/// keyword of a later draft cannot slip through.
/// </summary>
internal static class SchemaGuard
{
    private static readonly HashSet<string> Annotations = new(StringComparer.Ordinal)
    {
        "$schema", "$comment", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly",
    };

    private static readonly HashSet<string> Enforced = new(StringComparer.Ordinal)
    {
        "type", "enum", "required", "minProperties", "maxProperties", "minItems", "maxItems", "uniqueItems", "minLength", "maxLength", "pattern",
        "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
    };

    private static readonly HashSet<string> OneSchema = new(StringComparer.Ordinal) { "items", "additionalProperties", "not" };

    private static readonly HashSet<string> SchemaMaps =
        new(StringComparer.Ordinal) { "properties", "patternProperties", "definitions", "$defs" };

    private static readonly HashSet<string> SchemaLists = new(StringComparer.Ordinal) { "allOf", "anyOf", "oneOf" };

    private static readonly HashSet<string> Formats = new(StringComparer.Ordinal)
    {
        "date-time", "date", "time", "email", "hostname", "ipv4", "ipv6", "uri", "uuid",
    };

    /// <summary>Passes a schema that is enforced as it stands.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.InvalidRequest"/>, naming the keyword and its place.</exception>
    public static void Require(RawJson schema) => Check(schema.ToElement(), "#");

    private static void Check(JsonElement schema, string place)
    {
        if (schema.ValueKind != JsonValueKind.Object)
            throw Refused(place, "a schema that is not an object");
        if (schema.TryGetProperty("$ref", out var reference))
        {
            if (schema.EnumerateObject().Any(p => p.Name != "$ref" && !Annotations.Contains(p.Name) && !SchemaMaps.Contains(p.Name)))
                throw Refused(place, "$ref beside other keywords");
            if (reference.ValueKind != JsonValueKind.String || !reference.GetString()!.StartsWith("#/", StringComparison.Ordinal))
                throw Refused(place, "$ref to another document");
        }

        foreach (var member in schema.EnumerateObject())
            CheckMember(schema, member, $"{place}/{member.Name}");
    }

    private static void CheckMember(JsonElement schema, JsonProperty member, string place)
    {
        var value = member.Value;
        if (OneSchema.Contains(member.Name))
        {
            if (member.Name != "additionalProperties" || value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                Check(value, place);
        }
        else if (SchemaMaps.Contains(member.Name))
        {
            foreach (var entry in Members(value, place))
                Check(entry.Value, $"{place}/{entry.Name}");
        }
        else if (SchemaLists.Contains(member.Name))
        {
            if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
                throw Refused(place, "a list of schemas that is none");
            foreach (var entry in value.EnumerateArray())
                Check(entry, place);
        }
        else if (Enforced.Contains(member.Name))
        {
            CheckValue(schema, member.Name, value, place);
        }
        else if (member.Name != "$ref" && !Annotations.Contains(member.Name))
        {
            throw Refused(place, $"the keyword {member.Name}");
        }
    }

    private static void CheckValue(JsonElement schema, string keyword, JsonElement value, string place)
    {
        if (keyword == "enum" && !IsTextEnum(schema, value))
            throw Refused(place, "an enum of anything but strings, in a schema without a string type");
        if (keyword == "format" && (value.ValueKind != JsonValueKind.String || !Formats.Contains(value.GetString()!)))
            throw Refused(place, "an unknown format");
        if (keyword is "exclusiveMinimum" or "exclusiveMaximum" && value.ValueKind != JsonValueKind.Number)
            throw Refused(place, $"{keyword} that is not a number");
    }

    // The validator compares enum members as text: 1 would equal "1".
    private static bool IsTextEnum(JsonElement schema, JsonElement values)
    {
        if (!schema.TryGetProperty("type", out var type) || values.ValueKind != JsonValueKind.Array)
            return false;
        var types = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().ToList() : [type];
        return types.TrueForAll(t => t.ValueKind == JsonValueKind.String && t.GetString() is "string" or "null")
            && values.EnumerateArray().All(v => v.ValueKind is JsonValueKind.String or JsonValueKind.Null);
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement value, string place) => value.ValueKind == JsonValueKind.Object
        ? value.EnumerateObject()
        : throw Refused(place, "a map of schemas that is none");

    private static OpenTracesException Refused(string place, string what) => new(OpenTracesErrorCode.InvalidRequest,
        $"The row schema uses {what} at {place}, which is not enforced. Say it with keywords that are (docs/limits.md), or leave it out.");
}
