using static OpenTraces.Cli.Sample.SampleContents;

namespace OpenTraces.Cli.Sample;

/// <summary>A second, short conversation, with another agent: one ask, one edit that is committed as written.</summary>
internal static class SampleSortingSession
{
    private const string LastLine = "  return Object.keys(PRODUCTS).filter((id) => nameOf(id).toLowerCase().includes(wanted));\n}";

    public static byte[] Write(string sessionId, string repository)
    {
        var session = new ClaudeSessionWriter(sessionId, repository, new DateTimeOffset(2026, 3, 11, 8, 2, 40, TimeSpan.Zero));
        session.Ask("I need the ids of all products, cheapest first, for the front page. Where does that belong?");
        session.Read(CatalogPath, Catalog, new(6, 11240, 0, 92));
        session.Edit(new SampleEdit(CatalogPath, Catalog, CatalogWithSorting), LastLine,
            LastLine + CatalogWithSorting[Catalog.Length..].TrimEnd('\n').Insert(0, "\n"), new(9, 1310, 11240, 214));
        session.Say("It belongs beside the prices: `idsByPrice()` in `src/catalog.js` returns the ids, cheapest first.", new(5, 402, 12550, 47));
        return session.ToArray();
    }
}
