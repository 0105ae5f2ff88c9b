using System.Collections;

namespace OpenTraces.Schema.Tests.Records;

/// <summary>Whether two records hold the same values, all the way down; a text counts by its units, free JSON by its bytes.</summary>
internal static class DeepEquality
{
    /// <summary>The path of the first difference, or null.</summary>
    public static string? Difference(object? left, object? right, string path = "$")
    {
        if (left is null || right is null)
            return left is null && right is null ? null : path;
        if (left is string or RawJson || left.GetType().IsPrimitive || left.GetType().IsEnum || left is TraceId)
            return left.Equals(right) ? null : path;
        if (left is IDictionary map)
        {
            var other = (IDictionary)right;
            return map.Count != other.Count ? path : map.Keys.Cast<string>().Select(key => Difference(map[key], other[key], $"{path}.{key}")).FirstOrDefault(d => d is not null);
        }

        if (left is IEnumerable items)
        {
            var (ours, theirs) = (items.Cast<object>().ToList(), ((IEnumerable)right).Cast<object>().ToList());
            return ours.Count != theirs.Count ? path : ours.Select((item, i) => Difference(item, theirs[i], $"{path}[{i}]")).FirstOrDefault(d => d is not null);
        }

        return left.GetType().GetProperties()
            .Select(property => Difference(property.GetValue(left), property.GetValue(right), $"{path}.{property.Name}"))
            .FirstOrDefault(difference => difference is not null);
    }
}
