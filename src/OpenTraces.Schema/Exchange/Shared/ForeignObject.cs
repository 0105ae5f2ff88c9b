using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>The members of an object of somebody else's document, as slices of it. Of several with one name the last counts.</summary>
internal sealed class ForeignObject(IReadOnlyList<ForeignMember> members)
{
    private const int FewMembers = 16;

    // Maps may have thousands of members; looking each up by walking the list would be quadratic.
    private readonly Dictionary<string, RawJson>? _index = members.Count > FewMembers ? Index(members) : null;

    public IReadOnlyList<ForeignMember> Members => members;

    /// <summary>The value; JSON null when there is none of that name.</summary>
    public RawJson this[string name] => TryGet(name, out var value) ? value : default;

    public bool Has(string name) => TryGet(name, out _);

    /// <summary>Text of a string, null for every other kind.</summary>
    public string? Text(string name) => this[name].AsString();

    /// <summary>A whole number of at least 0, null for everything else.</summary>
    public long? Count(string name)
    {
        var value = this[name];
        if (value.Kind != JsonValueKind.Number)
            return null;
        try
        {
            var number = new JsonCursor(value.Utf8.Span).ReadLong();
            return number >= 0 ? number : null;
        }
        catch (OpenTracesException)
        {
            return null;
        }
    }

    public bool IsTrue(string name) => this[name].Kind == JsonValueKind.True;

    private bool TryGet(string name, out RawJson value)
    {
        if (_index is not null)
            return _index.TryGetValue(name, out value);
        for (var i = members.Count - 1; i >= 0; i--)
        {
            if (members[i].Name != name)
                continue;
            value = members[i].Value;
            return true;
        }

        value = default;
        return false;
    }

    private static Dictionary<string, RawJson> Index(IReadOnlyList<ForeignMember> members)
    {
        var index = new Dictionary<string, RawJson>(members.Count, StringComparer.Ordinal);
        foreach (var member in members)
            index[member.Name] = member.Value;
        return index;
    }
}
