using System.Reflection;
using System.Text.Json;

namespace OpenTraces.Schema.Tests.Format;

/// <summary>The models a file or line is made of, and every member below them: arrays as <c>steps[].role</c>, maps as <c>rows.*.status</c>.</summary>
internal static class FieldPaths
{
    public static IReadOnlyDictionary<string, Type> Roots { get; } = new Dictionary<string, Type>
    {
        ["trace-record"] = typeof(TraceRecord),
        ["dataset-manifest"] = typeof(DatasetManifest),
        ["dataset-publication-state"] = typeof(DatasetPublicationState),
        ["dataset-run-record"] = typeof(DatasetRunRecord),
        ["dataset-row-index-entry"] = typeof(DatasetRowIndexEntry),
        ["workflow-security-contract"] = typeof(WorkflowSecurityContract),
    };

    public static IEnumerable<PropertyInfo> MembersOf(Type type) =>
        type.GetProperties().Where(property => property.Name != nameof(TraceRecord.Unknown)).OrderBy(property => property.MetadataToken);

    public static string NameOf(PropertyInfo property) => property.DeclaringType == typeof(DatasetManifest) && property.Name == nameof(DatasetManifest.SchemaRef)
        ? "schema"
        : property.Name == nameof(TokenUsage.CacheWrite1hTokens) ? "cache_write_1h_tokens"
        : JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);

    /// <summary>The record a member holds, one or many of; null for everything else. The suffix says how it is reached.</summary>
    public static (Type? Record, string Suffix) Below(PropertyInfo property)
    {
        var type = property.PropertyType;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) && IsRecord(type.GetGenericArguments()[0]))
            return (type.GetGenericArguments()[0], "[].");
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) && IsRecord(type.GetGenericArguments()[1]))
            return (type.GetGenericArguments()[1], ".*.");
        return IsRecord(type) ? (type, ".") : (null, "");
    }

    public static IEnumerable<(string Path, PropertyInfo Property)> Of(Type type, string prefix = "")
    {
        foreach (var property in MembersOf(type))
        {
            var path = prefix + NameOf(property);
            yield return (path, property);
            var (record, suffix) = Below(property);
            if (record is null)
                continue;
            foreach (var below in Of(record, path + suffix))
                yield return below;
        }
    }

    private static bool IsRecord(Type type) => type.IsClass && type != typeof(string) && type.Namespace == typeof(TraceRecord).Namespace;
}
