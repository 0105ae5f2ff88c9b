using System.Globalization;
using System.Text.Json;

namespace OpenTraces.Schema.Tests.Exchange;

/// <summary>A document as its values, each with its path. A second opinion: it shares nothing with the code under test.</summary>
internal static class Leaves
{
    public static HashSet<(string Path, string Value)> Of(JsonElement root)
    {
        var leaves = new HashSet<(string, string)>();
        Add(root, "", leaves);
        return leaves;
    }

    /// <summary>The path with every index taken out.</summary>
    public static string Pattern(string path)
    {
        var pattern = new System.Text.StringBuilder();
        var inside = false;
        foreach (var c in path)
        {
            if (c == ']')
                inside = false;
            if (!inside)
                pattern.Append(c);
            if (c == '[')
                inside = true;
        }

        return pattern.ToString();
    }

    private static void Add(JsonElement element, string path, HashSet<(string, string)> leaves)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                    Add(member.Value, path.Length == 0 ? member.Name : path + "." + member.Name, leaves);
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray())
                    Add(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{index++}]"), leaves);
                break;
            case JsonValueKind.Null or JsonValueKind.Undefined:
                break;
            case JsonValueKind.Number:
                if (element.GetDouble() != 0)
                    leaves.Add((path, element.GetDouble().ToString("R", CultureInfo.InvariantCulture)));
                break;
            case JsonValueKind.String:
                leaves.Add((path, "s" + element.GetString()));
                break;
            default:
                if (element.ValueKind == JsonValueKind.True)
                    leaves.Add((path, "true"));
                break;
        }
    }
}
