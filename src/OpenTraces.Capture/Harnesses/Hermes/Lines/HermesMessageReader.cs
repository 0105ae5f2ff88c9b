using System.Text;
using System.Text.Json;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Hermes.Lines;

/// <summary>Reads the members that make a message.</summary>
internal static class HermesMessageReader
{
    /// <summary>Reads a value whose name is one of a message's; false, with nothing read, for another.</summary>
    public static bool TryRead(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer, string name, HermesMessage message, NamePool names)
    {
        switch (name)
        {
            case "role" or "from":
                message.Role = Role(JsonRead.Name(ref reader, names));
                break;
            case "content" or "value":
                ReadContent(ref reader, buffer, message);
                break;
            case "reasoning" or "reasoning_content":
                message.Reasoning = JsonRead.Text(ref reader) ?? message.Reasoning;
                break;
            case "tool_calls":
                ReadCalls(ref reader, buffer, message, names);
                break;
            case "tool_call_id":
                message.CallId = JsonRead.Text(ref reader);
                break;
            case "finish_reason":
                message.FinishReason = JsonRead.Name(ref reader, names);
                break;
            case "timestamp":
                var time = NativeTime.Read(ref reader, out var number);
                message.Timestamp = time ?? NativeTime.FromNumber(number);
                break;
            default:
                return false;
        }

        return true;
    }

    private static string? Role(string? role) => role switch
    {
        "human" => "user",
        "gpt" => "assistant",
        _ => role,
    };

    private static void ReadContent(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer, HermesMessage message)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                message.Text = JsonRead.Text(ref reader);
                break;
            case JsonTokenType.StartArray:
                ReadBlocks(ref reader, message);
                break;
            case JsonTokenType.Null:
                break;
            default:
                message.Text = Encoding.UTF8.GetString(JsonRead.Slice(ref reader, buffer));
                break;
        }
    }

    private static void ReadBlocks(ref Utf8JsonReader reader, HermesMessage message)
    {
        var texts = new List<string>();
        while (JsonRead.NextItem(ref reader))
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                if (JsonRead.Text(ref reader) is { } plain)
                    texts.Add(plain);
                continue;
            }

            string? type = null, text = null;
            while (JsonRead.NextMember(ref reader))
            {
                if (JsonRead.IsMember(ref reader, "type"u8))
                    type = JsonRead.Text(ref reader);
                else if (JsonRead.IsMember(ref reader, "text"u8))
                    text = JsonRead.Text(ref reader);
                else
                    JsonRead.SkipValue(ref reader);
            }

            if (text is not null)
                texts.Add(text);
            else
                message.UnknownBlocks.Add(type ?? "untyped");
        }

        message.Text = texts.Count == 0 ? null : string.Join('\n', texts);
    }

    private static void ReadCalls(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer, HermesMessage message, NamePool names)
    {
        // A log holds an array, an export of the data base the same array as a text.
        if (reader.TokenType == JsonTokenType.String)
        {
            var bytes = Encoding.UTF8.GetBytes(JsonText.ReadString(ref reader));
            if (HermesJson.TryParse(bytes) is not { Kind: JsonValueKind.Array })
                return;
            var inner = JsonRead.Start(bytes);
            ReadCalls(ref inner, bytes, message, names);
            return;
        }

        if (!JsonRead.IsArray(ref reader))
            return;
        while (JsonRead.NextItem(ref reader))
        {
            if (JsonRead.IsObject(ref reader))
                message.Calls.Add(ReadCall(ref reader, buffer, names));
        }
    }

    private static HermesCall ReadCall(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer, NamePool names)
    {
        string? id = null, callId = null, tool = null;
        var arguments = RawJson.EmptyObject;
        while (JsonRead.NextMember(ref reader))
        {
            if (JsonRead.IsMember(ref reader, "id"u8))
                id = JsonRead.Text(ref reader);
            else if (JsonRead.IsMember(ref reader, "call_id"u8))
                callId = JsonRead.Text(ref reader);
            else if (JsonRead.IsMember(ref reader, "function"u8))
                ReadFunction(ref reader, buffer, names, ref tool, ref arguments);
            else if (JsonRead.IsMember(ref reader, "name"u8))
                tool = JsonRead.Name(ref reader, names);
            else if (JsonRead.IsMember(ref reader, "arguments"u8))
                arguments = HermesJson.Arguments(JsonRead.Slice(ref reader, buffer));
            else
                JsonRead.SkipValue(ref reader);
        }

        return new HermesCall(string.IsNullOrEmpty(id) ? callId : id, tool ?? "unknown", arguments);
    }

    private static void ReadFunction(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer, NamePool names, ref string? tool, ref RawJson arguments)
    {
        if (!JsonRead.IsObject(ref reader))
            return;
        while (JsonRead.NextMember(ref reader))
        {
            if (JsonRead.IsMember(ref reader, "name"u8))
                tool = JsonRead.Name(ref reader, names);
            else if (JsonRead.IsMember(ref reader, "arguments"u8))
                arguments = HermesJson.Arguments(JsonRead.Slice(ref reader, buffer));
            else
                JsonRead.SkipValue(ref reader);
        }
    }
}
