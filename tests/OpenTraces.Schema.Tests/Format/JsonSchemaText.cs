using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpenTraces.Schema.Tests.Format;

/// <summary>
/// The JSON Schema (2020-12) of a model, made from its type: nullability and required members as declared, closed vocabularies
/// as enumerations, descriptions from the field intent. Only keywords that every validator enforces are used.
/// </summary>
internal sealed class JsonSchemaText
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Vocabulary = new()
    {
        ["TraceRecord.ExecutionContext"] = Vocabularies.ExecutionContext,
        ["TraceRecord.Lifecycle"] = Vocabularies.Lifecycle,
        ["VersionControl.Type"] = Vocabularies.VcsType,
        ["Step.Role"] = Vocabularies.Role,
        ["Step.CallType"] = Vocabularies.CallType,
        ["Outcome.SignalConfidence"] = Vocabularies.SignalConfidence,
        ["Outcome.TerminalState"] = Vocabularies.TerminalState,
        ["GitAnchor.EvidenceTier"] = Vocabularies.Evidence,
        ["GitLink.VcsType"] = Vocabularies.LinkVcsType,
        ["GitLink.Tier"] = Vocabularies.LinkTier,
        ["AttributionRange.Confidence"] = Vocabularies.Confidence,
        ["AttributionRange.ChangeType"] = Vocabularies.ChangeType,
    };

    private static readonly Dictionary<string, string> Pattern = new()
    {
        ["TraceRecord.SchemaVersion"] = "^0\\.7\\.0$",
        ["TraceRecord.TraceId"] = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        ["TraceRecord.ContentHash"] = "^[0-9a-f]{64}$",
        ["Step.ContextNodeId"] = "^sha256:[0-9a-f]{64}$",
    };

    /// <summary>Members that count from 1; every other whole number counts from 0.</summary>
    private static readonly HashSet<string> FromOne =
    [
        "Step.StepIndex", "Step.ParentStep", "Snippet.StartLine", "Snippet.EndLine", "Snippet.SourceStep", "Patch.StepIndex",
        "AttributionRange.StartLine", "AttributionRange.EndLine", "ExecutorConfig.TimeoutMinutes", "DatasetRowIndexEntry.Line",
    ];

    private static readonly HashSet<string> NotEmpty =
    [
        "DatasetSchemaRef.Path", "DatasetSchemaRef.Version", "WorkflowRef.Skill", "WorkflowRef.Digest", "DatasetCandidateQuery.Name",
        "DatasetRemote.Url", "DatasetManifest.Name",
    ];

    private readonly NullabilityInfoContext _nullability = new();
    private readonly SortedDictionary<string, JsonNode> _definitions = new(StringComparer.Ordinal);
    private readonly JsonElement _intent;

    private JsonSchemaText(JsonElement intent) => _intent = intent;

    public static string Of(string root, Type type)
    {
        var text = new JsonSchemaText(FieldIntent.Read().GetProperty(root));
        var model = text.ModelOf(type, "");
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = $"urn:opentraces:schema:{root}:{TraceSchema.Version}",
            ["title"] = type.Name,
        };
        foreach (var (name, value) in model.ToArray())
        {
            model.Remove(name);
            schema[name] = value;
        }

        if (text._definitions.Count > 0)
            schema["$defs"] = new JsonObject(text._definitions.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        var options = new JsonSerializerOptions { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        return schema.ToJsonString(options) + "\n";
    }

    private JsonObject ModelOf(Type type, string prefix)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var property in FieldPaths.MembersOf(type))
        {
            var name = FieldPaths.NameOf(property);
            properties[name] = MemberOf(property, prefix + name);
            if (property.IsDefined(typeof(RequiredMemberAttribute)))
                required.Add(name);
        }

        var model = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (required.Count > 0)
            model["required"] = required;
        model["additionalProperties"] = !IsStrict(type);
        return model;
    }

    private JsonObject MemberOf(PropertyInfo property, string path)
    {
        var member = ValueOf(property, path);
        var described = new JsonObject { ["description"] = _intent.GetProperty(path).GetProperty("description").GetString() };
        foreach (var (name, value) in member.ToArray())
        {
            member.Remove(name);
            described[name] = value;
        }

        return described;
    }

    private JsonObject ValueOf(PropertyInfo property, string path)
    {
        var key = $"{property.DeclaringType!.Name}.{property.Name}";
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var nullable = type != property.PropertyType
            || (!type.IsValueType && _nullability.Create(property).WriteState == NullabilityState.Nullable);
        if (FieldPaths.Below(property) is { Record: { } record } below)
            return RecordOf(record, below.Suffix, path, nullable);
        if (Vocabulary.TryGetValue(key, out var values))
            return Enumeration(values, nullable);
        if (type.IsEnum)
            return Enumeration(NamesOf(type), nullable);
        if (type == typeof(RawJson))
            return Typed(key == "AttributionConversation.Related" ? "array" : "object", nullable);
        if (type.IsGenericType)
            return Collection(type, key, nullable);
        var scalar = Typed(ScalarName(type), nullable);
        Limit(scalar, type, key);
        return scalar;
    }

    private static void Limit(JsonObject scalar, Type type, string key)
    {
        if (type == typeof(int) || type == typeof(long))
            scalar["minimum"] = FromOne.Contains(key) ? 1 : 0;
        if (key is "TraceMetrics.CacheHitRate" or "TraceMetrics.TotalDurationS" or "TraceMetrics.EstimatedCostUsd" or "ExecutorConfig.BudgetUsd")
            scalar["minimum"] = 0;
        if (key == "TraceMetrics.CacheHitRate")
            scalar["maximum"] = 1;
        if (Pattern.TryGetValue(key, out var pattern))
            scalar["pattern"] = pattern;
        if (NotEmpty.Contains(key))
            scalar["minLength"] = 1;
    }

    private static string ScalarName(Type type) => type == typeof(string) ? "string"
        : type == typeof(bool) ? "boolean"
        : type == typeof(int) || type == typeof(long) ? "integer"
        : type == typeof(double) ? "number"
        : throw new NotSupportedException(type.Name);

    private JsonObject RecordOf(Type record, string suffix, string path, bool nullable)
    {
        if (!_definitions.ContainsKey(record.Name))
            _definitions[record.Name] = ModelOf(record, path + suffix);
        var reference = new JsonObject { ["$ref"] = $"#/$defs/{record.Name}" };
        return suffix switch
        {
            "[]." => new JsonObject { ["type"] = "array", ["items"] = reference },
            ".*." => new JsonObject { ["type"] = "object", ["additionalProperties"] = reference },
            _ => nullable ? new JsonObject { ["anyOf"] = new JsonArray(reference, new JsonObject { ["type"] = "null" }) } : reference,
        };
    }

    private static JsonObject Collection(Type type, string key, bool nullable)
    {
        var item = type.GetGenericArguments()[^1];
        var itemSchema = item.IsEnum ? Enumeration(NamesOf(item), false) : new JsonObject { ["type"] = item == typeof(RawJson) ? "object" : ScalarName(item) };
        if (key == "DatasetIdentity.Fields")
            itemSchema["minLength"] = 1;
        var isList = type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);
        var collection = Typed(isList ? "array" : "object", nullable);
        collection[isList ? "items" : "additionalProperties"] = itemSchema;
        return collection;
    }

    private static JsonObject Typed(string name, bool nullable) =>
        new() { ["type"] = nullable ? new JsonArray(name, "null") : name };

    private static JsonObject Enumeration(IEnumerable<string> values, bool nullable) =>
        new() { ["enum"] = new JsonArray([.. values.Select(value => (JsonNode?)value), .. nullable ? new JsonNode?[] { null } : []]) };

    private static IReadOnlyList<string> NamesOf(Type type)
    {
        var names = typeof(DatasetNames).GetProperties().Select(property => property.GetValue(null)!)
            .Single(value => value.GetType() == typeof(EnumNames<>).MakeGenericType(type));
        return (IReadOnlyList<string>)names.GetType().GetProperty("Names")!.GetValue(names)!;
    }

    // Dataset models refuse what they do not know.
    private static bool IsStrict(Type type) => type.Name.StartsWith("Dataset", StringComparison.Ordinal)
        || type == typeof(WorkflowRef) || type == typeof(WorkflowSecurityContract) || type == typeof(ExecutorConfig);
}
