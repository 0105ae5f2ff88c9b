using System.Text.Json;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Pi.Lines;

/// <summary>What one call of the model took, or a sum of calls. Input excludes what the cache gave.</summary>
internal sealed record PiUsage
{
    public long Input { get; init; }

    public long Output { get; init; }

    public long CacheRead { get; init; }

    public long CacheWrite { get; init; }

    /// <summary>The part of <see cref="CacheWrite"/> that is kept for an hour.</summary>
    public long CacheWrite1h { get; init; }

    /// <summary>US dollars as Pi computed them; 0 when it did not.</summary>
    public decimal Cost { get; init; }

    /// <summary>False when tokens were used and Pi did not say what they cost.</summary>
    public bool IsCostStated { get; init; } = true;

    public bool IsZero => (Input | Output | CacheRead | CacheWrite) == 0 && Cost == 0;

    public static PiUsage operator +(PiUsage left, PiUsage right) => new()
    {
        Input = left.Input + right.Input,
        Output = left.Output + right.Output,
        CacheRead = left.CacheRead + right.CacheRead,
        CacheWrite = left.CacheWrite + right.CacheWrite,
        CacheWrite1h = left.CacheWrite1h + right.CacheWrite1h,
        IsCostStated = left.IsCostStated && right.IsCostStated,
        Cost = left.Cost + right.Cost,
    };

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
        writer.WriteNumber("cost_usd"u8, Cost);
        writer.WriteEndObject();
    }

    /// <summary>Reads a <c>usage</c> member; null when it is no object.</summary>
    public static PiUsage? Read(ref Utf8JsonReader reader)
    {
        if (!JsonRead.IsObject(ref reader))
            return null;
        var (input, output, cacheRead, cacheWrite, cacheWrite1h) = (0L, 0L, 0L, 0L, 0L);
        decimal? cost = null;
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
                cost = ReadCost(ref reader);
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
            Cost = cost ?? 0,
            IsCostStated = cost is not null || (input | output | cacheRead | cacheWrite) == 0,
        };
    }

    /// <summary>On a name it knows, moves on to the value; on another, moves on only after the last question.</summary>
    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, ReadOnlySpan<byte> otherName)
    {
        if (!reader.ValueTextEquals(name) && !reader.ValueTextEquals(otherName))
            return false;
        reader.Read();
        return true;
    }

    private static decimal? ReadCost(ref Utf8JsonReader reader)
    {
        if (!JsonRead.IsObject(ref reader))
            return null;
        decimal? total = null;
        while (JsonRead.NextMember(ref reader))
        {
            var isTotal = reader.ValueTextEquals("total"u8);
            reader.Read();
            if (isTotal && reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var value) && value is >= 0 and < MaxCost)
                total = value;
            else
                reader.Skip();
        }

        return total;
    }

    /// <summary>Far beyond any session, and far enough below the range of decimal that sums cannot leave it.</summary>
    private const decimal MaxCost = 1_000_000_000m;
}
