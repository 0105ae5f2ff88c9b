using System.Globalization;
using System.Text.Json;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.CodexCli.Lines;

/// <summary>
/// One line of a rollout. All its forms are one: <c>{timestamp, type, payload}</c>, the early <c>{session_meta: {...}}</c>,
/// and bare items whose members stand on the line itself.
/// </summary>
internal sealed class CodexCliLine(NamePool names, MediaLog media) : INativeEntry
{
    private readonly List<string> _content = [];
    private readonly List<string> _summary = [];
    private readonly List<string> _kinds = [];

    /// <summary><c>session_meta</c>, <c>turn_context</c>, <c>response_item</c>, <c>event_msg</c> ...; of a bare line its own type.</summary>
    public string? Type { get; private set; }

    /// <summary>The type inside the payload; of a bare line the same as <see cref="Type"/>.</summary>
    public string? Kind { get; private set; }

    public bool IsBare { get; private set; }

    public bool IsStateRecord { get; private set; }

    public string? Timestamp { get; private set; }

    public string? Id { get; private set; }

    public string? Role { get; private set; }

    public string? Name { get; private set; }

    public string? CallId { get; private set; }

    public string? TurnId { get; private set; }

    /// <summary>The text of an event: <c>message</c> or <c>text</c>.</summary>
    public string? Text { get; private set; }

    /// <summary>The text parts of <c>content</c>.</summary>
    public IReadOnlyList<string> Content => _content;

    /// <summary>The text parts of a message, wherever its version put them.</summary>
    public IReadOnlyList<string> Parts => _content.Count == 0 && !string.IsNullOrEmpty(Text) ? [Text] : _content;

    /// <summary>The text parts of <c>summary</c>.</summary>
    public IReadOnlyList<string> Summary => _summary;

    public bool HasEncryptedContent { get; private set; }

    /// <summary>
    /// What each part of <see cref="Content"/> is, as newer versions say: <c>user.text</c>, <c>environments.environment_context</c>;
    /// empty in older ones.
    /// </summary>
    public IReadOnlyList<string> PartKinds => _kinds;

    /// <summary>The type of the finished item: <c>FileChange</c>, <c>CommandExecution</c> ...; null when there is none.</summary>
    public string? ItemType { get; private set; }

    /// <summary>The tool of a finished item that is a call to another thread.</summary>
    public string? Tool { get; private set; }

    /// <summary>How a finished item or a call ended: <c>completed</c>, <c>failed</c>, <c>declined</c>.</summary>
    public string? Status { get; private set; }

    /// <summary>What a turn runs with; only of <c>turn_context</c>.</summary>
    public CodexCliContext? Context { get; private set; }

    public bool HasGit { get; private set; }

    /// <summary>Function arguments, the input of a custom tool, or the action of a built-in one, as an object.</summary>
    public RawJson? Input { get; private set; }

    public CodexCliOutput? Output { get; private set; }

    public CodexCliUsage? TotalUsage { get; private set; }

    public CodexCliUsage? LastUsage { get; private set; }

    public bool? Success { get; private set; }

    /// <summary>The thread a spawn started.</summary>
    public string? NewThreadId { get; private set; }

    public int? DurationMs { get; private set; }

    /// <summary>The files of an applied patch, or the result of a tool, as written.</summary>
    public RawJson? Detail { get; private set; }

    /// <summary>The payload as written; only of lines that describe the session rather than add to it.</summary>
    public RawJson? Payload { get; private set; }

    public void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer)
    {
        Reset();
        var hasPayload = false;
        var start = (int)reader.TokenStartIndex;
        var (payloadStart, payloadEnd) = (start, start);
        while (JsonRead.NextMember(ref reader))
        {
            var member = CodexCliMembers.Of(ref reader);
            var envelope = member == CodexCliMember.Envelope ? names.Get(ref reader) : null;
            reader.Read();
            switch (member)
            {
                case CodexCliMember.Timestamp:
                    Timestamp = ReadTimestamp(ref reader);
                    break;
                case CodexCliMember.Type:
                    Type = JsonRead.Name(ref reader, names);
                    break;
                case CodexCliMember.Payload or CodexCliMember.Envelope when reader.TokenType == JsonTokenType.StartObject:
                    hasPayload = true;
                    Type = envelope ?? Type;
                    payloadStart = (int)reader.TokenStartIndex;
                    if (Type == "turn_context")
                        Context = CodexCliContext.Read(ref reader, buffer, names);
                    else
                        ReadPayload(ref reader, buffer);
                    payloadEnd = (int)reader.BytesConsumed;
                    break;
                default:
                    ReadValue(member, ref reader, buffer);
                    break;
            }
        }

        IsBare = !hasPayload;
        if (IsBare)
        {
            Kind = Type;
            payloadEnd = (int)reader.BytesConsumed;
        }

        if (Type == "turn_context")
        {
            Context ??= CodexCliContext.Read(buffer[payloadStart..payloadEnd], names);
            TurnId = Context.TurnId;
        }

        if (DescribesSession())
            Payload = RawJson.FromTrusted(buffer[payloadStart..payloadEnd].ToArray());
    }

    private void Reset()
    {
        _content.Clear();
        _summary.Clear();
        _kinds.Clear();
        Type = Kind = Timestamp = Id = Role = Name = CallId = TurnId = Text = NewThreadId = ItemType = Tool = Status = null;
        Context = null;
        IsBare = IsStateRecord = HasEncryptedContent = HasGit = false;
        Input = Detail = Payload = null;
        Output = null;
        TotalUsage = LastUsage = null;
        Success = null;
        DurationMs = null;
    }

    private bool DescribesSession() => Type switch
    {
        "session_meta" => true,
        "event_msg" => Kind is "thread_name_updated" or "exited_review_mode" or "error" || ItemType == "ExitedReviewMode",
        "response_item" => Kind is "ghost_snapshot",
        "ghost_snapshot" or null => IsBare,
        _ => false,
    };

    private void ReadPayload(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer)
    {
        while (JsonRead.NextMember(ref reader))
            ReadMember(ref reader, buffer);
    }

    private void ReadMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer)
    {
        var member = CodexCliMembers.Of(ref reader);
        reader.Read();
        if (member == CodexCliMember.Type)
            Kind = JsonRead.Name(ref reader, names);
        else
            ReadValue(member, ref reader, buffer);
    }

    private void ReadValue(CodexCliMember member, ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer)
    {
        switch (member)
        {
            case CodexCliMember.Role: Role = JsonRead.Name(ref reader, names); break;
            case CodexCliMember.Name: Name = JsonRead.Name(ref reader, names); break;
            case CodexCliMember.Id: Id = JsonRead.Text(ref reader); break;
            case CodexCliMember.CallId: CallId = JsonRead.Text(ref reader); break;
            case CodexCliMember.TurnId: TurnId = JsonRead.Name(ref reader, names); break;
            case CodexCliMember.Text: Text = JsonRead.Text(ref reader) ?? Text; break;
            case CodexCliMember.Content: CodexCliText.Read(ref reader, _content, media); break;
            case CodexCliMember.Summary: CodexCliText.Read(ref reader, _summary, media); break;
            case CodexCliMember.Arguments: Input = CodexCliInput.ReadArguments(ref reader, buffer); break;
            case CodexCliMember.Action: Input = CodexCliInput.ReadArguments(ref reader, buffer); break;
            case CodexCliMember.Input: Input = CodexCliInput.ReadFreeform(ref reader, buffer); break;
            case CodexCliMember.Output: Output = CodexCliOutput.Read(ref reader, buffer, media); break;
            case CodexCliMember.Tools: Output = CodexCliOutput.ReadTools(ref reader, buffer) ?? Output; break;
            case CodexCliMember.Info: ReadInfo(ref reader); break;
            case CodexCliMember.Changes or CodexCliMember.Result: Detail = JsonRead.Raw(ref reader, buffer); break;
            case CodexCliMember.Success: Success = JsonRead.Flag(ref reader); break;
            case CodexCliMember.NewThreadId: NewThreadId = JsonRead.Text(ref reader); break;
            case CodexCliMember.Duration: DurationMs = ReadDuration(ref reader); break;
            case CodexCliMember.Usage: LastUsage = CodexCliUsage.Read(ref reader); break;
            case CodexCliMember.ThreadUsage: TotalUsage = CodexCliUsage.Read(ref reader); break;
            case CodexCliMember.Status: Status = JsonRead.Name(ref reader, names); break;
            case CodexCliMember.Tool: Tool = JsonRead.Name(ref reader, names); break;
            case CodexCliMember.Receivers: NewThreadId = ReadFirst(ref reader) ?? NewThreadId; break;
            case CodexCliMember.Passthrough: ReadPassthrough(ref reader); break;
            case CodexCliMember.Item: ReadItem(ref reader, buffer); break;
            case CodexCliMember.RecordType: IsStateRecord = JsonRead.Name(ref reader, names) == "state"; break;
            case CodexCliMember.EncryptedContent:
                HasEncryptedContent = reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length > 0;
                reader.Skip();
                break;
            case CodexCliMember.Git:
                HasGit = reader.TokenType == JsonTokenType.StartObject;
                reader.Skip();
                break;
            default: reader.Skip(); break;
        }
    }

    /// <summary>The item's own members; what it shows of the conversation stands in the rollout a second time and is skipped.</summary>
    private void ReadItem(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer)
    {
        if (!JsonRead.IsObject(ref reader))
            return;
        while (JsonRead.NextMember(ref reader))
        {
            var member = CodexCliMembers.Of(ref reader);
            reader.Read();
            switch (member)
            {
                case CodexCliMember.Type: ItemType = JsonRead.Name(ref reader, names); break;
                case CodexCliMember.Id: CallId = JsonRead.Text(ref reader); break;
                case CodexCliMember.Status or CodexCliMember.Tool or CodexCliMember.Receivers or CodexCliMember.Changes
                    or CodexCliMember.Result or CodexCliMember.Duration or CodexCliMember.Success or CodexCliMember.NewThreadId:
                    ReadValue(member, ref reader, buffer);
                    break;
                default: reader.Skip(); break;
            }
        }
    }

    private void ReadPassthrough(ref Utf8JsonReader reader)
    {
        if (Role != "user" || !JsonRead.IsObject(ref reader))
        {
            reader.Skip();
            return;
        }

        while (JsonRead.NextMember(ref reader))
        {
            if (JsonRead.IsMember(ref reader, "content_item_kinds"u8) && reader.TokenType == JsonTokenType.StartArray)
            {
                while (JsonRead.NextItem(ref reader))
                    _kinds.Add(JsonRead.Name(ref reader, names) ?? "");
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static string? ReadFirst(ref Utf8JsonReader reader)
    {
        string? first = null;
        if (!JsonRead.IsArray(ref reader))
            return null;
        while (JsonRead.NextItem(ref reader))
        {
            var text = JsonRead.Text(ref reader);
            first ??= text;
        }

        return first;
    }

    private void ReadInfo(ref Utf8JsonReader reader)
    {
        if (!JsonRead.IsObject(ref reader))
            return;
        while (JsonRead.NextMember(ref reader))
        {
            if (JsonRead.IsMember(ref reader, "total_token_usage"u8))
                TotalUsage = CodexCliUsage.Read(ref reader);
            else if (JsonRead.IsMember(ref reader, "last_token_usage"u8))
                LastUsage = CodexCliUsage.Read(ref reader);
            else
                reader.Skip();
        }
    }

    /// <summary><c>{secs, nanos}</c> as whole milliseconds.</summary>
    private static int? ReadDuration(ref Utf8JsonReader reader)
    {
        if (!JsonRead.IsObject(ref reader))
            return null;
        long? seconds = null, nanos = null;
        while (JsonRead.NextMember(ref reader))
        {
            if (JsonRead.IsMember(ref reader, "secs"u8))
                seconds = JsonRead.Integer(ref reader);
            else if (JsonRead.IsMember(ref reader, "nanos"u8))
                nanos = JsonRead.Integer(ref reader);
            else
                reader.Skip();
        }

        return seconds is >= 0 and < 2_000_000 ? (int)(seconds * 1000 + Math.Clamp(nanos ?? 0, 0, 999_999_999) / 1_000_000) : null;
    }

    /// <summary>Text as it stands; a number is seconds since 1970.</summary>
    private static string? ReadTimestamp(ref Utf8JsonReader reader)
    {
        if (JsonRead.Number(ref reader) is not { } seconds)
            return reader.TokenType == JsonTokenType.String ? JsonText.ReadString(ref reader) : null;
        return seconds is >= 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000))
                .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            : null;
    }
}
