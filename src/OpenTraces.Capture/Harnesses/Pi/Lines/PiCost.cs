using System.Text.Json;
using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Harnesses.Pi.Lines;

/// <summary>US dollars of one call, or a sum of calls, in the digits the file has: decimal, never rounded through binary.</summary>
internal readonly record struct PiCost(decimal Input, decimal Output, decimal CacheRead, decimal CacheWrite, decimal Total)
{
    /// <summary>Far beyond any session, and far enough below the range of decimal that sums cannot leave it.</summary>
    private const decimal Max = 1_000_000_000m;

    public static PiCost operator +(PiCost left, PiCost right) => new(
        left.Input + right.Input,
        left.Output + right.Output,
        left.CacheRead + right.CacheRead,
        left.CacheWrite + right.CacheWrite,
        left.Total + right.Total);

    /// <summary>Reads a <c>cost</c> member; zeros when it is no object. A total that is missing is the sum of the parts.</summary>
    public static PiCost Read(ref Utf8JsonReader reader)
    {
        if (!JsonRead.IsObject(ref reader))
            return default;
        var (input, output, cacheRead, cacheWrite) = (0m, 0m, 0m, 0m);
        decimal? total = null;
        while (JsonRead.NextMember(ref reader))
        {
            if (JsonRead.IsMember(ref reader, "input"u8))
                input = Amount(ref reader) ?? 0;
            else if (JsonRead.IsMember(ref reader, "output"u8))
                output = Amount(ref reader) ?? 0;
            else if (JsonRead.IsMember(ref reader, "cacheRead"u8))
                cacheRead = Amount(ref reader) ?? 0;
            else if (JsonRead.IsMember(ref reader, "cacheWrite"u8))
                cacheWrite = Amount(ref reader) ?? 0;
            else if (JsonRead.IsMember(ref reader, "total"u8))
                total = Amount(ref reader);
            else
                JsonRead.SkipValue(ref reader);
        }

        return new PiCost(input, output, cacheRead, cacheWrite, total ?? input + output + cacheRead + cacheWrite);
    }

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("input"u8, Input);
        writer.WriteNumber("output"u8, Output);
        writer.WriteNumber("cache_read"u8, CacheRead);
        writer.WriteNumber("cache_write"u8, CacheWrite);
        writer.WriteNumber("total"u8, Total);
        writer.WriteEndObject();
    }

    private static decimal? Amount(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
            return reader.TryGetDecimal(out var value) && value is >= 0 and < Max ? value : null;
        reader.Skip();
        return null;
    }
}
