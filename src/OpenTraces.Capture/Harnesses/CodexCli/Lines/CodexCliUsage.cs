using System.Text.Json;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.CodexCli.Lines;

/// <summary>Tokens as Codex counts them: input includes what was cached, output includes reasoning.</summary>
internal readonly record struct CodexCliUsage(long Input, long Cached, long CacheWrite, long Output)
{
    /// <summary>Null when the value is no object.</summary>
    public static CodexCliUsage? Read(ref Utf8JsonReader reader)
    {
        if (!JsonRead.IsObject(ref reader))
            return null;
        long input = 0, cached = 0, written = 0, output = 0;
        while (JsonRead.NextMember(ref reader))
        {
            if (JsonRead.IsMember(ref reader, "input_tokens"u8))
                input = JsonRead.Count(ref reader);
            else if (JsonRead.IsMember(ref reader, "cached_input_tokens"u8))
                cached = JsonRead.Count(ref reader);
            else if (JsonRead.IsMember(ref reader, "cache_write_input_tokens"u8))
                written = JsonRead.Count(ref reader);
            else if (JsonRead.IsMember(ref reader, "output_tokens"u8))
                output = JsonRead.Count(ref reader);
            else
                reader.Skip();
        }

        return new CodexCliUsage(input, cached, written, output);
    }

    public bool IsZero => this == default;

    /// <summary>Whether this can be a later reading of the same counter.</summary>
    public bool Follows(CodexCliUsage earlier) => Input >= earlier.Input && Cached >= earlier.Cached
        && CacheWrite >= earlier.CacheWrite && Output >= earlier.Output;

    public CodexCliUsage Plus(CodexCliUsage other) =>
        new(Input + other.Input, Cached + other.Cached, CacheWrite + other.CacheWrite, Output + other.Output);

    public CodexCliUsage Minus(CodexCliUsage other) =>
        new(Input - other.Input, Cached - other.Cached, CacheWrite - other.CacheWrite, Output - other.Output);

    /// <summary>The record's count, whose input leaves out what a cache gave.</summary>
    public TokenUsage ToRecord() => new()
    {
        InputTokens = Math.Max(0, Input - Cached),
        CacheReadTokens = Cached,
        CacheWriteTokens = CacheWrite,
        OutputTokens = Output,
    };
}
