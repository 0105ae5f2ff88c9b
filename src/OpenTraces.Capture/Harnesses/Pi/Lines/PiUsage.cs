using System.Text.Json;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Pi.Lines;

/// <summary>What one call of the model took, or a sum of calls (<see cref="Add"/>). Input excludes what the cache gave.</summary>
internal sealed record PiUsage
{
    public long Input { get; private set; }

    public long Output { get; private set; }

    public long CacheRead { get; private set; }

    public long CacheWrite { get; private set; }

    /// <summary>The part of <see cref="CacheWrite"/> that is kept for an hour.</summary>
    public long CacheWrite1h { get; private set; }

    /// <summary>US dollars as Pi computed them.</summary>
    public PiCost Cost { get; private set; }

    /// <summary>True when tokens were used and Pi knew no price for them, which it writes as zeros.</summary>
    public bool HasUnpriced { get; private set; }

    public bool IsZero => (Input | Output | CacheRead | CacheWrite) == 0 && Cost.Total == 0;

    public void Add(PiUsage call)
    {
        Input += call.Input;
        Output += call.Output;
        CacheRead += call.CacheRead;
        CacheWrite += call.CacheWrite;
        CacheWrite1h += call.CacheWrite1h;
        Cost += call.Cost;
        HasUnpriced |= call.HasUnpriced;
    }

    public TokenUsage ToTokenUsage() => new()
    {
        InputTokens = Input,
        OutputTokens = Output,
        CacheReadTokens = CacheRead,
        CacheWriteTokens = CacheWrite,
        CacheWrite1hTokens = Math.Min(CacheWrite1h, CacheWrite),
    };

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("input_tokens"u8, Input);
        writer.WriteNumber("output_tokens"u8, Output);
        writer.WriteNumber("cache_read_tokens"u8, CacheRead);
        writer.WriteNumber("cache_write_tokens"u8, CacheWrite);
        writer.WriteNumber("cost_usd"u8, Cost.Total);
        writer.WriteEndObject();
    }

    /// <summary>Reads a <c>usage</c> member; null when it is no object.</summary>
    public static PiUsage? Read(ref Utf8JsonReader reader)
    {
        if (!JsonRead.IsObject(ref reader))
            return null;
        var (input, output, cacheRead, cacheWrite, cacheWrite1h, cost) = (0L, 0L, 0L, 0L, 0L, default(PiCost));
        while (JsonRead.NextMember(ref reader))
        {
            if (Is(ref reader, "input"u8, "input_tokens"u8))
                input = JsonRead.Count(ref reader);
            else if (Is(ref reader, "output"u8, "output_tokens"u8))
                output = JsonRead.Count(ref reader);
            else if (Is(ref reader, "cacheRead"u8, "cache_read"u8))
                cacheRead = JsonRead.Count(ref reader);
            else if (Is(ref reader, "cacheWrite"u8, "cache_write"u8))
                cacheWrite = JsonRead.Count(ref reader);
            else if (Is(ref reader, "cacheWrite1h"u8, "cache_write_1h"u8))
                cacheWrite1h = JsonRead.Count(ref reader);
            else if (Is(ref reader, "cost"u8, "cost"u8))
                cost = PiCost.Read(ref reader);
            else
                reader.Skip();
        }

        return new PiUsage
        {
            Input = input,
            Output = output,
            CacheRead = cacheRead,
            CacheWrite = cacheWrite,
            CacheWrite1h = cacheWrite1h,
            Cost = cost,
            HasUnpriced = cost.Total == 0 && (input | output | cacheRead | cacheWrite) != 0,
        };
    }

    /// <summary>On a name it knows, moves on to the value; on another, moves on only after the last question.</summary>
    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, ReadOnlySpan<byte> otherName)
    {
        return JsonRead.IsMember(ref reader, name) || JsonRead.IsMember(ref reader, otherName);
    }
}
