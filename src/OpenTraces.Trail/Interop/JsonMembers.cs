using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Interop;

/// <summary>The members of a JSON object of somebody else. Of several with one name the last counts; names that are no Unicode are left out.</summary>
internal sealed class JsonMembers
{
    private readonly List<(string Name, JsonElement Value)> _members = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    private JsonMembers()
    {
    }

    public IReadOnlyList<(string Name, JsonElement Value)> All => _members;

    /// <summary>Without members when the value is no object.</summary>
    public static JsonMembers Of(JsonElement? value)
    {
        var members = new JsonMembers();
        if (value is not { ValueKind: JsonValueKind.Object } json)
            return members;
        foreach (var property in json.EnumerateObject())
        {
            if (Name(property) is not { } name)
                continue;
            if (members._places.TryAdd(name, members._members.Count))
                members._members.Add((name, property.Value));
            else
                members._members[members._places[name]] = (name, property.Value);
        }

        return members;
    }

    public JsonElement? Find(string name) => _places.TryGetValue(name, out var place) ? _members[place].Value : null;

    /// <summary>The text of a string member that is not empty; else null.</summary>
    public string? Text(string name) => Find(name) is { } value && Text(value) is { Length: > 0 } text ? text : null;

    /// <summary>Every member but those that are read, null ones left out, as one object.</summary>
    public RawJson Except(params string[] read)
    {
        var others = _members.Where(m => !read.Contains(m.Name, StringComparer.Ordinal) && m.Value.ValueKind != JsonValueKind.Null).ToArray();
        return others.Length == 0 ? RawJson.EmptyObject : RawJson.Build(writer =>
        {
            writer.WriteStartObject();
            foreach (var (name, value) in others)
                Put(writer, name, value);
            writer.WriteEndObject();
        });
    }

    /// <summary>Writes the members of an object into the object that is open.</summary>
    public static void Write(Utf8JsonWriter writer, RawJson json)
    {
        foreach (var (name, value) in Of(json.ToElement())._members)
            Put(writer, name, value);
    }

    /// <summary>The text of a string; null for another kind, and for text that is no Unicode.</summary>
    public static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static void Put(Utf8JsonWriter writer, string name, JsonElement value)
    {
        writer.WritePropertyName(name);
        RawJson.Parse(value.GetRawText()).WriteTo(writer);
    }

    private static string? Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
