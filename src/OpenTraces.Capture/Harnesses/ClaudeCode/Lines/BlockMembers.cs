using System.Text.Json;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Lines;

/// <summary>Collects a block's members in whatever order they come, and says what they mean once its type is known.</summary>
internal struct BlockMembers
{
    private string? _type;
    private string? _id;
    private string? _name;
    private string? _toolUseId;
    private string? _text;
    private string? _thinking;
    private string? _content;
    private string? _media;
    private RawJson _input;
    private bool _isError;
    private bool _hasSignature;

    public void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer, NamePool names, MediaLog media)
    {
        if (JsonRead.IsMember(ref reader, "type"u8))
            _type = JsonRead.Name(ref reader, names);
        else if (JsonRead.IsMember(ref reader, "text"u8))
            _text = JsonRead.Text(ref reader);
        else if (JsonRead.IsMember(ref reader, "thinking"u8))
            _thinking = JsonRead.Text(ref reader);
        else if (JsonRead.IsMember(ref reader, "signature"u8))
            _hasSignature = HasText(ref reader);
        else if (JsonRead.IsMember(ref reader, "id"u8))
            _id = JsonRead.Text(ref reader);
        else if (JsonRead.IsMember(ref reader, "name"u8) || JsonRead.IsMember(ref reader, "tool_name"u8))
            _name = JsonRead.Name(ref reader, names);
        else if (JsonRead.IsMember(ref reader, "input"u8))
            _input = JsonRead.Raw(ref reader, buffer);
        else if (JsonRead.IsMember(ref reader, "tool_use_id"u8))
            _toolUseId = JsonRead.Text(ref reader);
        else if (JsonRead.IsMember(ref reader, "is_error"u8))
            _isError = JsonRead.Flag(ref reader) ?? false;
        else if (JsonRead.IsMember(ref reader, "content"u8))
            _content = ReadResult(ref reader, buffer, names, media);
        else if (JsonRead.IsMember(ref reader, "source"u8))
            _media = MediaPlaceholder.Read(ref reader, media);
        else
            JsonRead.SkipValue(ref reader);
    }

    public readonly ClaudeBlock ToBlock() => new()
    {
        Kind = _type ?? (_text is null ? "" : "text"),
        Id = _id,
        Name = _name,
        Input = AsObject(_input),
        ToolUseId = _toolUseId,
        IsError = _isError,
        HasSignature = _hasSignature,
        Text = _type switch
        {
            "thinking" => _thinking,
            "image" or "document" => MediaLog.Placeholder(_type, _media),
            "tool_reference" => $"[tool: {_name ?? "unknown"}]",
            null or "text" => _text,
            _ => _content ?? _text,
        },
    };

    /// <summary>A result's content: text, or the texts of its blocks, each on a line of its own.</summary>
    private static string? ReadResult(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer, NamePool names, MediaLog media)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return JsonText.ReadString(ref reader);
            case JsonTokenType.StartArray:
                var texts = new List<string>();
                while (JsonRead.NextItem(ref reader))
                    AddItem(ref reader, buffer, names, media, texts);
                return texts.Count == 0 ? null : string.Join('\n', texts);
            case JsonTokenType.Null:
                return null;
            default:
                return JsonRead.Raw(ref reader, buffer).ToString();
        }
    }

    private static void AddItem(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer, NamePool names, MediaLog media, List<string> texts)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            texts.Add(JsonText.ReadString(ref reader));
            return;
        }

        if (!JsonRead.IsObject(ref reader))
            return;
        var members = new BlockMembers();
        while (JsonRead.NextMember(ref reader))
            members.Read(ref reader, buffer, names, media);
        if (members.ToBlock().Text is { Length: > 0 } text)
            texts.Add(text);
    }

    private static bool HasText(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
            return !reader.ValueSpan.IsEmpty;
        reader.Skip();
        return false;
    }

    /// <summary>Arguments that are no object stand under <c>raw</c>.</summary>
    private static RawJson AsObject(RawJson input)
    {
        if (input.Kind == JsonValueKind.Object)
            return input;
        if (input.Kind == JsonValueKind.Null)
            return RawJson.EmptyObject;
        return NativeJson.Under("raw"u8, input);
    }
}
