using System.Globalization;
using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Reads the form of <c>prices.json</c>. What it does not know it refuses: a misspelt price must not be no price.</summary>
internal static class PriceTableJson
{
    /// <summary>A price above this for a million tokens is a slip of the pen, and sums stay in range below it.</summary>
    private const decimal MaxRate = 1_000_000m;

    public static PriceTable ReadBuiltIn()
    {
        using var resource = typeof(PriceTableJson).Assembly.GetManifestResourceStream("OpenTraces.Schema.prices.json")!;
        using var copy = new MemoryStream();
        resource.CopyTo(copy);
        return Read(copy.ToArray());
    }

    public static PriceTable Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            return ReadTable(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw Invalid("it is not the JSON a price table is made of", exception);
        }
    }

    private static PriceTable ReadTable(JsonElement table)
    {
        Expect(table, "the table", "date", "currency", "per_tokens", "sources", "prices");
        var date = table.GetProperty("date").GetString() ?? "";
        ReadDate(date);
        if (table.GetProperty("currency").GetString() != "USD" || table.GetProperty("per_tokens").GetInt64() != 1_000_000)
            throw Invalid("prices are in USD for 1000000 tokens");
        return new PriceTable(date, [.. table.GetProperty("prices").EnumerateArray().Select(ReadRow)]);
    }

    private static PriceRow ReadRow(JsonElement row, int index)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"prices[{index}]");
        Expect(row, place, "provider", "models", "from", "to", "input", "output", "cache_read", "cache_write_5m", "cache_write_1h",
            "above", "speeds");
        var isTiered = row.TryGetProperty("above", out var above);
        if (isTiered)
            Expect(above, place + ".above", "input_tokens", "input", "output", "cache_read", "cache_write_5m", "cache_write_1h");
        return new PriceRow
        {
            Provider = row.GetProperty("provider").GetString() ?? throw Invalid($"{place}.provider is null"),
            Models = [.. row.GetProperty("models").EnumerateArray().Select(m => m.GetString() ?? throw Invalid($"{place}.models holds null"))],
            From = row.TryGetProperty("from", out var from) ? ReadDate(from.GetString()) : null,
            To = row.TryGetProperty("to", out var to) ? ReadDate(to.GetString()) : null,
            Rates = ReadRates(row, place),
            LongRates = isTiered ? ReadRates(above, place + ".above") : null,
            LongInputTokens = isTiered ? above.GetProperty("input_tokens").GetInt64() : 0,
            Speeds = row.TryGetProperty("speeds", out var speeds)
                ? speeds.EnumerateObject().ToDictionary(static s => s.Name, s => ReadRate(s.Value, place), StringComparer.Ordinal)
                : new Dictionary<string, decimal>(),
        };
    }

    private static PriceRates ReadRates(JsonElement rates, string place)
    {
        return new PriceRates
        {
            Input = ReadRate(rates.GetProperty("input"), place),
            Output = ReadRate(rates.GetProperty("output"), place),
            CacheRead = Optional("cache_read"),
            CacheWrite5m = Optional("cache_write_5m"),
            CacheWrite1h = Optional("cache_write_1h"),
        };

        decimal? Optional(string name) => rates.TryGetProperty(name, out var rate) ? ReadRate(rate, place) : null;
    }

    private static decimal ReadRate(JsonElement value, string place) =>
        value.TryGetDecimal(out var rate) && rate is >= 0 and <= MaxRate ? rate : throw Invalid($"{place} holds a price out of range");

    private static DateOnly ReadDate(string? text) =>
        DateOnly.ParseExact(text ?? "", "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Expect(JsonElement element, string place, params ReadOnlySpan<string> names)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (!names.Contains(member.Name))
                throw Invalid($"{place} holds a member it does not know; known are {string.Join(", ", names!)}");
        }
    }

    private static OpenTracesException Invalid(string why, Exception? inner = null) => new(
        OpenTracesErrorCode.InvalidRequest, $"The price table cannot be used: {why}. See docs/tokens.md for its form.", inner);
}
