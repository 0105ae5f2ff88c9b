using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Reads the collections that members hold. Null stands for an empty one.</summary>
internal static class JsonInput
{
    public static IReadOnlyList<T> ReadList<T>(ref JsonCursor json, JsonRead<T> read)
    {
        if (!json.IsArray() || !json.NextItem())
            return [];
        var items = new List<T>();
        do
            items.Add(read(ref json));
        while (json.NextItem());
        return items;
    }

    public static IReadOnlyList<string> ReadTexts(ref JsonCursor json) =>
        ReadList(ref json, static (ref JsonCursor item) => item.RequireText());

    public static IReadOnlyList<string>? ReadTextsOrNull(ref JsonCursor json) =>
        json.TokenType == JsonTokenType.Null ? null : ReadTexts(ref json);

    public static IReadOnlyDictionary<string, string> ReadTextMap(ref JsonCursor json)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!json.IsObject())
            return map;
        while (json.NextMember())
        {
            var name = json.Name;
            if (json.ReadText() is { } text)
                map[name] = text;
        }

        return map;
    }

    public static IReadOnlyDictionary<string, string>? ReadTextMapOrNull(ref JsonCursor json) =>
        json.TokenType == JsonTokenType.Null ? null : ReadTextMap(ref json);

    public static IReadOnlyDictionary<string, T> ReadMap<T>(ref JsonCursor json, JsonRead<T> read)
    {
        var map = new Dictionary<string, T>(StringComparer.Ordinal);
        if (!json.IsObject())
            return map;
        while (json.NextMember())
        {
            var name = json.Name;
            map[name] = read(ref json);
        }

        return map;
    }

    public static IReadOnlyDictionary<string, int> ReadCounts(ref JsonCursor json)
    {
        var map = new Dictionary<string, int>(StringComparer.Ordinal);
        if (!json.IsObject())
            return map;
        while (json.NextMember())
        {
            var name = json.Name;
            map[name] = json.ReadInt() ?? 0;
        }

        return map;
    }

    /// <summary>Free-form, but an object; null stands for an empty one.</summary>
    public static RawJson ReadObject(ref JsonCursor json) => json.IsObject() ? json.ReadRaw() : RawJson.EmptyObject;
}
