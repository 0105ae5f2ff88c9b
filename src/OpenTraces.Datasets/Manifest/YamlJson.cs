using System.Globalization;
using System.Text.Json;
using OpenTraces.Schema;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace OpenTraces.Datasets.Manifest;

/// <summary>
/// YAML as JSON and back: mappings, sequences, and scalars of which a plain one may be null, true, false or a number. Strings
/// are written quoted, so they come back as strings.
/// </summary>
internal static class YamlJson
{
    private const int MaxDepth = 64;

    /// <exception cref="FormatException">The document nests deeper than any manifest.</exception>
    public static RawJson ToJson(YamlNode node) => RawJson.Build(writer => Write(writer, node, 0));

    public static YamlNode ToYaml(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => ToMap(value),
        JsonValueKind.Array => new YamlSequenceNode(value.EnumerateArray().Select(ToYaml)),
        JsonValueKind.String => new YamlScalarNode(value.GetString()) { Style = ScalarStyle.DoubleQuoted },
        _ => new YamlScalarNode(value.GetRawText()) { Style = ScalarStyle.Plain },
    };

    private static YamlMappingNode ToMap(JsonElement value)
    {
        var map = new YamlMappingNode();
        foreach (var member in value.EnumerateObject().Where(m => m.Value.ValueKind != JsonValueKind.Null))
            map.Add(new YamlScalarNode(member.Name), ToYaml(member.Value));
        return map;
    }

    private static void Write(Utf8JsonWriter writer, YamlNode node, int depth)
    {
        if (depth > MaxDepth)
            throw new FormatException("The YAML nests too deep.");
        switch (node)
        {
            case YamlMappingNode map:
                writer.WriteStartObject();
                foreach (var (key, value) in map.Children)
                {
                    writer.WritePropertyName(((YamlScalarNode)key).Value ?? "");
                    Write(writer, value, depth + 1);
                }

                writer.WriteEndObject();
                break;
            case YamlSequenceNode items:
                writer.WriteStartArray();
                foreach (var item in items.Children)
                    Write(writer, item, depth + 1);
                writer.WriteEndArray();
                break;
            default:
                WriteScalar(writer, (YamlScalarNode)node);
                break;
        }
    }

    private static void WriteScalar(Utf8JsonWriter writer, YamlScalarNode node)
    {
        var text = node.Value ?? "";
        if (node.Style is not (ScalarStyle.Plain or ScalarStyle.Any))
            JsonText.WriteString(writer, text);
        else if (text is "" or "~" or "null" or "Null" or "NULL")
            writer.WriteNullValue();
        else if (text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE")
            writer.WriteBooleanValue(text[0] is 't' or 'T');
        else if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            writer.WriteNumberValue(whole);
        else if (char.IsAsciiDigit(text[^1]) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real))
            writer.WriteNumberValue(real);
        else
            JsonText.WriteString(writer, text);
    }
}
