using System.Text.Json;

namespace OpenTraces.Schema;

internal static class TokenUsageJson
{
    public static TokenUsage Read(ref JsonCursor json)
    {
        long? inputTokens = null, outputTokens = null, cacheReadTokens = null, cacheWriteTokens = null,
            prefixReuseTokens = null;
        long? cacheWrite1hTokens = null;
        string? speed = null;
        bool? outputIsPlaceholder = null;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("input_tokens"u8)) inputTokens = json.ReadLong();
            else if (json.Is("output_tokens"u8)) outputTokens = json.ReadLong();
            else if (json.Is("cache_read_tokens"u8)) cacheReadTokens = json.ReadLong();
            else if (json.Is("cache_write_tokens"u8)) cacheWriteTokens = json.ReadLong();
            else if (json.Is("prefix_reuse_tokens"u8)) prefixReuseTokens = json.ReadLong();
            else if (json.Is("cache_write_1h_tokens"u8)) cacheWrite1hTokens = json.ReadLong();
            else if (json.Is("speed"u8)) speed = json.ReadText();
            else if (json.Is("output_is_placeholder"u8)) outputIsPlaceholder = json.ReadBool();
            else json.Keep(ref unknown);
        }

        return new TokenUsage
        {
            InputTokens = inputTokens ?? 0,
            OutputTokens = outputTokens ?? 0,
            CacheReadTokens = cacheReadTokens ?? 0,
            CacheWriteTokens = cacheWriteTokens ?? 0,
            PrefixReuseTokens = prefixReuseTokens ?? 0,
            CacheWrite1hTokens = cacheWrite1hTokens ?? 0,
            Speed = speed,
            OutputIsPlaceholder = outputIsPlaceholder ?? false,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
    }

    public static void Write(Utf8JsonWriter writer, TokenUsage value)
    {
        writer.WriteStartObject();
        writer.WriteWhole("input_tokens"u8, value.InputTokens);
        writer.WriteWhole("output_tokens"u8, value.OutputTokens);
        writer.WriteWhole("cache_read_tokens"u8, value.CacheReadTokens);
        writer.WriteWhole("cache_write_tokens"u8, value.CacheWriteTokens);
        writer.WriteWhole("prefix_reuse_tokens"u8, value.PrefixReuseTokens);
        if (value.CacheWrite1hTokens != 0)
            writer.WriteWhole("cache_write_1h_tokens"u8, value.CacheWrite1hTokens);
        if (value.Speed is not null)
            writer.WriteText("speed"u8, value.Speed);
        if (value.OutputIsPlaceholder)
            writer.WriteFlag("output_is_placeholder"u8, true);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
