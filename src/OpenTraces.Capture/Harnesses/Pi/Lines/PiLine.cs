using System.Text;
using System.Text.Json;
using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Harnesses.Pi.Lines;

/// <summary>Reads one line of a session file into a <see cref="PiEntry"/> of its own.</summary>
/// <param name="media">Takes images.</param>
/// <param name="isOutline">
/// Reads only what decides where entries go: types, ids, parents, times, the ids of calls and of results, and the header.
/// </param>
internal sealed class PiLine(MediaLog media, bool isOutline = false) : INativeEntry
{
    private readonly NamePool _names = new();
    private string? _idBefore;
    private double? _number;
    private double? _messageNumber;

    /// <summary>The entry read last.</summary>
    public PiEntry Entry { get; private set; } = new();

    public void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer)
    {
        _idBefore = Entry.Id;
        Entry = new PiEntry();
        (_number, _messageNumber) = (null, null);
        var start = (int)reader.TokenStartIndex;
        while (JsonRead.NextMember(ref reader))
        {
            var name = _names.Get(ref reader);
            reader.Read();
            ReadMember(ref reader, buffer, name);
        }

        if (isOutline ? Entry.Type == PiTypes.Session : PiTypes.IsCarried(Entry.Type))
            Entry.Raw = NativeJson.Copy(buffer[start..(int)reader.BytesConsumed]);
        Entry.Timestamp ??= NativeTime.FromNumber(_number) ?? Entry.Message?.Timestamp ?? NativeTime.FromNumber(_messageNumber);
    }

    private void ReadMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer, string name)
    {
        switch (name)
        {
            case "type":
                Entry.Type = PiVersions.CurrentType(JsonRead.Name(ref reader, _names));
                break;
            case "id":
                Entry.Id = JsonRead.Text(ref reader);
                break;
            case "parentId":
                Entry.HasParent = reader.TokenType is JsonTokenType.String or JsonTokenType.Null;
                Entry.ParentId = IsText(ref reader, _idBefore) ? _idBefore : JsonRead.Text(ref reader);
                break;
            case "timestamp":
                Entry.Timestamp = NativeTime.Read(ref reader, out _number);
                break;
            case "message":
                ReadMessage(ref reader, buffer);
                break;
            case "usage" or "content" or "display" or "command" or "output" or "exitCode" or "cancelled" or "excludeFromContext" or "summary":
                ReadMessageMember(ref reader, buffer, name, Entry.Message ??= new PiMessage());
                break;
            default:
                reader.Skip();
                break;
        }
    }

    /// <summary>Most entries follow the one before: its id need not be made a text again.</summary>
    private static bool IsText(ref Utf8JsonReader reader, string? text) =>
        text is not null && reader is { TokenType: JsonTokenType.String, ValueIsEscaped: false } && Ascii.Equals(reader.ValueSpan, text);

    private void ReadMessage(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer)
    {
        if (!JsonRead.IsObject(ref reader))
            return;
        var message = Entry.Message = new PiMessage();
        _messageNumber = null;
        while (JsonRead.NextMember(ref reader))
        {
            var name = _names.Get(ref reader);
            reader.Read();
            ReadMessageMember(ref reader, buffer, name, message);
        }
    }

    private void ReadMessageMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer, string name, PiMessage message)
    {
        switch (name)
        {
            case "role":
                message.Role = PiVersions.CurrentRole(JsonRead.Name(ref reader, _names));
                break;
            case "content":
                message.Blocks = isOutline
                    ? PiContent.ReadCalls(ref reader, _names)
                    : PiContent.Read(ref reader, buffer, _names, media);
                break;
            case "timestamp":
                message.Timestamp = NativeTime.Read(ref reader, out _messageNumber);
                break;
            case "toolCallId" or "tool_call_id":
                message.ToolCallId = JsonRead.Text(ref reader);
                break;
            case var _ when isOutline:
                reader.Skip();
                break;
            default:
                ReadTexts(ref reader, name, message);
                break;
        }
    }

    private void ReadTexts(ref Utf8JsonReader reader, string name, PiMessage message)
    {
        switch (name)
        {
            case "provider":
                message.Provider = JsonRead.Name(ref reader, _names);
                break;
            case "model":
                message.Model = JsonRead.Name(ref reader, _names);
                break;
            case "stopReason":
                message.StopReason = JsonRead.Name(ref reader, _names);
                break;
            case "errorMessage":
                message.ErrorMessage = JsonRead.Text(ref reader);
                break;
            case "usage":
                message.Usage = PiUsage.Read(ref reader);
                break;
            case "summary":
                message.Summary = JsonRead.Text(ref reader);
                break;
            default:
                ReadResultMember(ref reader, name, message);
                break;
        }
    }

    private static void ReadResultMember(ref Utf8JsonReader reader, string name, PiMessage message)
    {
        switch (name)
        {
            case "isError":
                message.IsError = JsonRead.Flag(ref reader) ?? false;
                break;
            case "details":
                message.Details = PiResultDetails.Read(ref reader);
                break;
            case "command":
                message.Command = JsonRead.Text(ref reader);
                break;
            case "output":
                message.Output = JsonRead.Text(ref reader);
                break;
            case "exitCode":
                message.ExitCode = JsonRead.Integer(ref reader);
                break;
            case "cancelled":
                message.IsCancelled = JsonRead.Flag(ref reader) ?? false;
                break;
            case "excludeFromContext":
                message.IsKeptFromModel = JsonRead.Flag(ref reader) ?? false;
                break;
            default:
                reader.Skip();
                break;
        }
    }
}
