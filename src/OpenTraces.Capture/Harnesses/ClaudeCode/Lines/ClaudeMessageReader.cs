using System.Text.Json;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Lines;

internal sealed class ClaudeMessageReader(NamePool names, MediaLog media)
{
    /// <summary>Reads the object whose start the reader stands on.</summary>
    public void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer, ClaudeMessage message)
    {
        while (JsonRead.NextMember(ref reader))
            ReadMember(ref reader, buffer, message);
    }

    /// <summary>Reads content that stands alone: text, or a list of blocks. False for another kind of value.</summary>
    public bool ReadContent(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer, List<ClaudeBlock> blocks)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                ReadBlock(ref reader, buffer, blocks);
                return true;
            case JsonTokenType.StartArray:
                while (JsonRead.NextItem(ref reader))
                    ReadBlock(ref reader, buffer, blocks);
                return true;
            default:
                reader.Skip();
                return false;
        }
    }

    private void ReadMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer, ClaudeMessage message)
    {
        if (JsonRead.IsMember(ref reader, "content"u8))
            ReadMessageContent(ref reader, buffer, message);
        else if (JsonRead.IsMember(ref reader, "role"u8))
            message.Role = JsonRead.Name(ref reader, names);
        else if (JsonRead.IsMember(ref reader, "id"u8))
            message.Id = reader is { TokenType: JsonTokenType.String, ValueSpan.IsEmpty: true } ? null : QuickDigest.ReadId(ref reader);
        else if (JsonRead.IsMember(ref reader, "model"u8))
            message.Model = JsonRead.Name(ref reader, names);
        else if (JsonRead.IsMember(ref reader, "stop_reason"u8))
            message.StopReason = JsonRead.Name(ref reader, names);
        else if (JsonRead.IsMember(ref reader, "usage"u8))
            message.Usage = ReadUsage(ref reader);
        else
            JsonRead.SkipValue(ref reader);
    }

    private void ReadMessageContent(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer, ClaudeMessage message)
    {
        var start = (int)reader.TokenStartIndex;
        message.HasContent = ReadContent(ref reader, buffer, message.Blocks);
        if (!message.HasContent)
            message.ContentDigest = QuickDigest.Of(buffer[start..(int)reader.BytesConsumed]);
        foreach (var block in message.Blocks)
            message.ContentDigest = QuickDigest.Mix(message.ContentDigest, block.Digest);
    }

    private void ReadBlock(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer, List<ClaudeBlock> blocks)
    {
        var start = (int)reader.TokenStartIndex;
        var block = ReadBlock(ref reader, buffer);
        block.Digest = QuickDigest.Of(buffer[start..(int)reader.BytesConsumed]);
        blocks.Add(block);
    }

    private ClaudeBlock ReadBlock(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer)
    {
        if (reader.TokenType == JsonTokenType.String)
            return new ClaudeBlock { Kind = "text", Text = JsonText.ReadString(ref reader) };
        if (!JsonRead.IsObject(ref reader))
            return new ClaudeBlock { Kind = "" };
        var members = new BlockMembers();
        while (JsonRead.NextMember(ref reader))
            members.Read(ref reader, buffer, names, media);
        return members.ToBlock();
    }

    private TokenUsage? ReadUsage(ref Utf8JsonReader reader)
    {
        if (!JsonRead.IsObject(ref reader))
            return null;
        long input = 0, output = 0, cacheRead = 0, cacheWrite = 0, cacheWrite1h = 0;
        string? speed = null;
        while (JsonRead.NextMember(ref reader))
        {
            if (JsonRead.IsMember(ref reader, "input_tokens"u8))
                input = JsonRead.Count(ref reader);
            else if (JsonRead.IsMember(ref reader, "output_tokens"u8))
                output = JsonRead.Count(ref reader);
            else if (JsonRead.IsMember(ref reader, "cache_read_input_tokens"u8))
                cacheRead = JsonRead.Count(ref reader);
            else if (JsonRead.IsMember(ref reader, "cache_creation_input_tokens"u8))
                cacheWrite = JsonRead.Count(ref reader);
            else if (JsonRead.IsMember(ref reader, "cache_creation"u8))
                cacheWrite1h = ReadKeptForAnHour(ref reader);
            else if (JsonRead.IsMember(ref reader, "speed"u8))
                speed = JsonRead.Name(ref reader, names);
            else
                JsonRead.SkipValue(ref reader);
        }

        return new TokenUsage
        {
            InputTokens = input,
            OutputTokens = output,
            CacheReadTokens = cacheRead,
            CacheWriteTokens = cacheWrite,
            CacheWrite1hTokens = Math.Min(cacheWrite1h, cacheWrite),
            Speed = speed is "standard" or "" ? null : speed,
        };
    }

    private static long ReadKeptForAnHour(ref Utf8JsonReader reader)
    {
        var tokens = 0L;
        if (!JsonRead.IsObject(ref reader))
            return tokens;
        while (JsonRead.NextMember(ref reader))
        {
            if (JsonRead.IsMember(ref reader, "ephemeral_1h_input_tokens"u8))
                tokens = JsonRead.Count(ref reader);
            else
                JsonRead.SkipValue(ref reader);
        }

        return tokens;
    }
}
