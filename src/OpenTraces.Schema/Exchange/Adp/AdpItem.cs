using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>The items of an ADP trajectory, written in one form and read in all of them.</summary>
internal static class AdpItem
{
    public static RawJson Text(string source, string text, string? callId = null, string? name = null) => RawJson.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("class_"u8, "text_observation"u8);
        writer.PutText("tool_call_id"u8, callId);
        writer.PutText("content"u8, text);
        writer.PutText("name"u8, name);
        writer.WriteString("source"u8, source);
        writer.WriteEndObject();
    });

    public static RawJson Message(string text, string? reasoning) => RawJson.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("class_"u8, "message_action"u8);
        writer.PutText("reasoning_content"u8, reasoning);
        writer.PutText("content"u8, text);
        writer.WriteEndObject();
    });

    public static RawJson Call(ToolCall call, string id, string? text, string? reasoning) => RawJson.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("class_"u8, "api_action"u8);
        writer.PutText("tool_call_id"u8, id);
        writer.PutText("reasoning_content"u8, reasoning);
        writer.PutText("function"u8, call.ToolName);
        if (call.Input.Kind == JsonValueKind.Object)
        {
            writer.PutRaw("kwargs"u8, call.Input);
        }
        else
        {
            writer.WriteStartObject("kwargs"u8);
            writer.PutRaw("raw"u8, call.Input);
            writer.WriteEndObject();
        }

        writer.PutText("description"u8, text);
        writer.WriteEndObject();
    });

    public static bool IsCall(ForeignObject item) => item.Text("class_") is "api_action" or "code_action";

    public static bool IsObservation(ForeignObject item) => item.Text("class_") is "text_observation" or "image_observation" or "web_observation";

    public static ToolCall ReadCall(ForeignObject item, string id) => item.Text("class_") is "code_action"
        ? new ToolCall
        {
            ToolCallId = id,
            ToolName = "execute_code",
            Input = RawJson.Build(writer =>
            {
                writer.WriteStartObject();
                writer.WriteText("language"u8, item.Text("language"));
                writer.WriteText("code"u8, item.Text("content"));
                writer.WriteEndObject();
            }),
        }
        : new ToolCall { ToolCallId = id, ToolName = item.Text("function") ?? "", Input = item.Has("kwargs") ? item["kwargs"] : RawJson.EmptyObject };

    /// <summary>What a text, a picture or a page says in words.</summary>
    public static string? TextOf(ForeignObject item) => item.Text("class_") switch
    {
        "text_observation" or "message_action" => item.Text("content"),
        "web_observation" => item.Text("axtree") ?? item.Text("html") ?? item.Text("url"),
        _ => null,
    };

    /// <summary>The item itself where writing it again would give another.</summary>
    public static RawJson? Kept(RawJson item, RawJson rewritten) => Foreign.Same(item, rewritten) ? null : item;
}
