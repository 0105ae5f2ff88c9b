using System.Text.Json;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Pi.Lines;

/// <summary>Reads a message's <c>content</c>: a text, or an array of blocks.</summary>
internal static class PiContent
{
    private const string ToolCall = "toolCall";

    public static PiBlock[] Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer, NamePool names, MediaLog media)
    {
        if (reader.TokenType == JsonTokenType.String)
            return [Text(JsonRead.Text(ref reader))];
        if (!JsonRead.IsArray(ref reader))
            return [];
        PiBlock? only = null;
        List<PiBlock>? blocks = null;
        while (JsonRead.NextItem(ref reader))
        {
            var block = reader.TokenType == JsonTokenType.StartObject ? ReadBlock(ref reader, buffer, names, media)
                : JsonRead.Text(ref reader) is { } text ? Text(text)
                : null;
            if (block is null)
                continue;
            if (blocks is not null)
                blocks.Add(block);
            else if (only is not null)
                blocks = [only, block];
            else
                only = block;
        }

        // Most contents are one block.
        return blocks is not null ? [.. blocks] : only is not null ? [only] : [];
    }

    /// <summary>Reads the ids of the calls and nothing else.</summary>
    public static PiBlock[] ReadCalls(ref Utf8JsonReader reader, NamePool names)
    {
        if (!JsonRead.IsArray(ref reader))
            return [];

        List<PiBlock>? calls = null;
        while (JsonRead.NextItem(ref reader))
        {
            if (JsonRead.IsObject(ref reader) && ReadCall(ref reader, names) is { } call)
                (calls ??= []).Add(call);
        }

        return calls is null ? [] : [.. calls];
    }

    private static PiBlock? ReadCall(ref Utf8JsonReader reader, NamePool names)
    {
        var (type, id) = ((string?)null, (string?)null);
        while (JsonRead.NextMember(ref reader))
        {
            if (JsonRead.IsMember(ref reader, "type"u8))
                type = JsonRead.Name(ref reader, names);
            else if (JsonRead.IsMember(ref reader, "id"u8))
                id = JsonRead.Text(ref reader);
            else
                JsonRead.SkipValue(ref reader);
        }

        return type == ToolCall ? new PiBlock { Kind = PiBlockKind.ToolCall, CallId = id } : null;
    }

    private static PiBlock Text(string? text) => new() { Kind = PiBlockKind.Text, Text = text };

    private static PiBlock ReadBlock(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer, NamePool names, MediaLog media)
    {
        var (type, text, thinking, id, tool, mimeType) = ((string?)null, (string?)null, (string?)null, (string?)null, (string?)null, (string?)null);
        var arguments = RawJson.EmptyObject;
        var (signed, data) = (false, default(MediaPayload));
        while (JsonRead.NextMember(ref reader))
        {
            var name = names.Get(ref reader);
            reader.Read();
            switch (name)
            {
                case "type":
                    type = JsonRead.Name(ref reader, names);
                    break;
                case "text":
                    text = JsonRead.Text(ref reader);
                    break;
                case "thinking":
                    thinking = JsonRead.Text(ref reader);
                    break;
                case "thinkingSignature" or "redacted":
                    signed |= reader.TokenType is JsonTokenType.String or JsonTokenType.True;
                    reader.Skip();
                    break;
                case "id":
                    id = JsonRead.Text(ref reader);
                    break;
                case "name":
                    tool = JsonRead.Name(ref reader, names);
                    break;
                case "arguments" or "input":
                    arguments = NativeJson.Arguments(JsonRead.Slice(ref reader, buffer));
                    break;
                case "mimeType":
                    mimeType = JsonRead.Name(ref reader, names);
                    break;
                case "data":
                    data = MediaPayload.Read(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return type switch
        {
            "text" => Text(text),
            "thinking" => new PiBlock
            {
                Kind = PiBlockKind.Thinking,
                Text = thinking ?? text,
                IsWithheld = signed && string.IsNullOrEmpty(thinking ?? text),
            },
            ToolCall => new PiBlock { Kind = PiBlockKind.ToolCall, CallId = id, ToolName = tool, Arguments = arguments },
            "image" => new PiBlock { Kind = PiBlockKind.Image, Text = media.Image(data, mimeType) },
            _ => new PiBlock { Kind = PiBlockKind.Unknown, Text = type },
        };
    }
}
