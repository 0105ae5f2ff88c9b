using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>
/// The description of a tool in whichever of three forms a harness wrote it: Anthropic's (<c>input_schema</c>), OpenAI's
/// chat form (<c>function</c>) or OpenAI's flat form (<c>parameters</c>).
/// </summary>
internal readonly record struct ToolShape(string Name, string? Description, RawJson? Parameters)
{
    public static ToolShape? Of(RawJson definition)
    {
        var tool = Foreign.Object(definition);
        if (tool["function"].Kind == JsonValueKind.Object)
            tool = Foreign.Object(tool["function"]);
        if (tool.Text("name") is not { Length: > 0 } name)
            return null;
        var parameters = tool["input_schema"].Kind == JsonValueKind.Object ? tool["input_schema"] : tool["parameters"];
        return new ToolShape(name, tool.Text("description"), parameters.Kind == JsonValueKind.Object ? parameters : null);
    }

    public static void WriteAll(Utf8JsonWriter writer, IReadOnlyList<RawJson> definitions, ToolNames names, Action<Utf8JsonWriter, ToolShape> write)
    {
        var shapes = definitions.Select(Of).OfType<ToolShape>().ToList();
        if (shapes.Count == 0)
            return;
        writer.WriteStartArray("tools"u8);
        foreach (var shape in shapes)
            write(writer, shape with { Name = names.Of(shape.Name) });
        writer.WriteEndArray();
    }

    public void WriteOpenAi(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "function"u8);
        writer.WriteStartObject("function"u8);
        writer.PutText("name"u8, Name);
        writer.PutText("description"u8, Description);
        if (Parameters is { } parameters)
            writer.PutRaw("parameters"u8, parameters);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    public void WriteFlat(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "function"u8);
        writer.PutText("name"u8, Name);
        writer.PutText("description"u8, Description);
        if (Parameters is { } parameters)
            writer.PutRaw("parameters"u8, parameters);
        writer.WriteEndObject();
    }

    public void WriteAnthropic(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.PutText("name"u8, Name);
        writer.PutText("description"u8, Description);
        writer.PutRaw("input_schema"u8, Parameters ?? RawJson.Parse("""{"type":"object"}"""u8));
        writer.WriteEndObject();
    }
}
