using OpenTraces.Schema;

namespace OpenTraces.Capture.Import;

/// <summary>What a session cost, and how that is known.</summary>
internal sealed record SessionCost
{
    /// <summary>US dollars; null when it is not known for the whole session.</summary>
    public decimal? Usd { get; private init; }

    /// <summary>What <c>metadata.cost</c> says of it; null when nothing was used.</summary>
    public RawJson? About { get; private init; }

    /// <summary>What the session states wins over the table: it knows discounts and prices of its day.</summary>
    public static SessionCost Of(StepTotals steps, SessionHeader header)
    {
        if (header.StatedCostUsd is { } stated)
            return new() { Usd = decimal.Round(stated, PriceTable.Decimals, MidpointRounding.ToEven), About = Describe("stated", null, []) };
        if (header.TotalUsage is null && !steps.HasUsage)
            return new();
        var cost = steps.ToCost(header.Agent.Model);
        // Usage that belongs to no step has no model, and so no price.
        var usd = header.TotalUsage is null ? cost.Usd : null;
        return new() { Usd = usd, About = Describe(usd is null ? null : "table", PriceTable.BuiltIn.Date, cost.UnpricedModels) };
    }

    private static RawJson Describe(string? source, string? table, IReadOnlyList<string> unpriced) => RawJson.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("source"u8, source);
        if (table is not null)
            writer.WriteString("table"u8, table);
        if (unpriced.Count > 0)
        {
            writer.WriteStartArray("unpriced_models"u8);
            foreach (var model in unpriced)
                JsonText.WriteString(writer, model);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    });
}
