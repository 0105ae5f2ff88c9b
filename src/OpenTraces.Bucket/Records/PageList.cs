using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Records;

/// <summary>The JSON form of a list of pages: <c>[[first, last, "hex"], ...]</c>.</summary>
internal static class PageList
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<Page> pages)
    {
        writer.WriteStartArray();
        foreach (var page in pages)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(page.First);
            writer.WriteNumberValue(page.Last);
            writer.WriteStringValue(page.Address.ToString());
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    public static IReadOnlyList<Page> Read(RawJson list)
    {
        var pages = new List<Page>();
        var reader = new Utf8JsonReader(list.Utf8.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            reader.Read();
            var first = reader.GetInt32();
            reader.Read();
            var last = reader.GetInt32();
            reader.Read();
            pages.Add(new Page(first, last, ContentHash.Parse(reader.GetString()!)));
            reader.Read();
        }

        return pages;
    }

    /// <summary>The pages that hold items from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public static IEnumerable<Page> Between(IReadOnlyList<Page> pages, int first, int last)
    {
        var (low, high) = (0, pages.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (pages[middle].Last < first)
                low = middle + 1;
            else
                high = middle;
        }

        for (; low < pages.Count && pages[low].First <= last; low++)
            yield return pages[low];
    }
}
